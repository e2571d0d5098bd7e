import { readFile, readlink, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Deployments } from "../../models/deployment.ts";
import { Gates, gateMessageKey } from "../../models/gate.ts";
import { theProgram } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { team } from "../support/helix.ts";
import { audited, dies, messageKeys, posted, proposal, useFreshHelix } from "./support.ts";

const helix = useFreshHelix();

it.each([
  ["the bot, after the decision and before its effect", "bot", "gate:decided"],
  ["the worker, between the rename of `current` and its record", "worker", "deploy:renamed"],
  ["the worker, between the record of the number and that of the deployment", "worker", "deploy:numbered"],
] as const)(
  "kill -9 of %s: one decision, one deployment, one pointer move",
  async (_who, role, failpoint) => {
    const { set } = helix;
    const armed = { failpoint };
    const [bot, worker] = await Promise.all([
      set.startBot(role === "bot" ? armed : {}),
      set.startWorker(role === "worker" ? armed : {}),
    ]);
    const gate = await proposal(set);
    const card = await posted(set, gateMessageKey(gate), /Approve/);
    await set.slack.as("U0BEN").presses(card, { text: "Approve" });
    await dies(role === "bot" ? bot : worker);
    const lock = join(set.deployDirectory, "ticket-urgency", "current", "helix.lock.json");
    const written = role === "worker" ? await stat(lock) : null;

    await (role === "bot" ? set.startBot() : set.startWorker());
    await posted(set, gateMessageKey(gate), /Approved by @Ben.*d1 is live/);

    const [decision, ...moreDecisions] = await audited("decision");
    expect(decision?.body).toMatchObject({ gate: gate._id, outcome: "approved" });
    expect(moreDecisions).toEqual([]);
    const [move, ...moreMoves] = await audited("pointer_move");
    expect(move?.body).toMatchObject({ from: 0, to: 1, gate: gate._id });
    expect(moreMoves).toEqual([]);
    expect(await Runs.find({ team, key: { $regex: "^deploy-" } }).lean()).toMatchObject([{ status: "done" }]);
    expect((await theProgram(team, "ticket-urgency")).deployed).toBe(1);
    const deployments = await Deployments.find({ team }).sort({ number: 1 }).lean();
    expect(deployments).toMatchObject([
      { number: 0, status: "replaced" },
      { number: 1, status: "live", artifactDigest: move?.body.digest, gate: gate._id },
    ]);
    const current = join(set.deployDirectory, "ticket-urgency", "current");
    expect(join(current, "..", await readlink(current))).toBe(deployments[1]?.artifactPath);
    expect(JSON.parse(await readFile(lock, "utf8")).digest).toBe(move?.body.digest);
    // What production reads already is not written anew under it.
    if (written) expect((await stat(lock)).ino).toBe(written.ino);
    expect(await Gates.findById(gate._id).lean()).toMatchObject({ effect: { status: "done", audited: true } });
    const keys = await messageKeys(set);
    expect(keys).toEqual([...new Set(keys)]);
  },
  90_000,
);
