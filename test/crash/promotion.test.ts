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

it("kill -9 of the bot after the decision, of the worker after the rename of `current`, and of the next one after the number was recorded: one decision, one deployment, one pointer move", async () => {
  const { set } = helix;
  const bot = await set.startBot({ failpoint: "gate:decided" });
  const renaming = await set.startWorker({ failpoint: "deploy:renamed" });
  const gate = await proposal(set);
  const card = await posted(set, gateMessageKey(gate), /Approve/);
  await set.slack.as("U0BEN").presses(card, { text: "Approve" });
  await dies(bot);
  await set.startBot();
  await dies(renaming);
  const lock = join(set.deployDirectory, "ticket-urgency", "current", "helix.lock.json");
  const written = await stat(lock);
  await dies(await set.startWorker({ failpoint: "deploy:numbered" }));

  await set.startWorker();
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
  expect((await stat(lock)).ino).toBe(written.ino);
  expect(await Gates.findById(gate._id).lean()).toMatchObject({ effect: { status: "done", audited: true } });
  const keys = await messageKeys(set);
  expect(keys).toEqual([...new Set(keys)]);
}, 120_000);
