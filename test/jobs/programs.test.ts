import { execFileSync } from "node:child_process";
import { appendFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { registerProgram } from "../../jobs/programs/add.ts";
import { adoptState } from "../../jobs/programs/adopt.ts";
import { checkoutDiffers } from "../../jobs/programs/checkout.ts";
import { removeProgram } from "../../jobs/programs/remove.ts";
import { materialise } from "../../jobs/snapshots.ts";
import { newestAudit } from "../../models/audit.ts";
import { latestVersion } from "../../models/dataset.ts";
import { theDeployment } from "../../models/deployment.ts";
import { Evaluations } from "../../models/evaluation.ts";
import { theProgram } from "../../models/program.ts";
import { theRelease, theState } from "../../models/release.ts";
import { Revisions } from "../../models/revision.ts";
import { Runs } from "../../models/run.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { team, useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });
const name = "ticket-urgency";
let root = "";

const edit = async (path: string, change: (text: string) => string): Promise<void> =>
  writeFile(join(root, path), change(await readFile(join(root, path), "utf8")));

const refused = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "it was not refused",
    (error: Error & { next?: string }) => `${error.message}; ${error.next}`,
  );

beforeAll(async () => {
  root = await given.set.copyProgram();
  await given.set.register(root);
}, 60_000);

describe("what an operator does with a program, one after the other", () => {
  it("added again as it is, it stays at its revision", async () => {
    const { program, said } = await given.set.register(root);

    expect(program.revision).toBe(1);
    expect(said[0]).toMatch(/^Nothing changed: ticket-urgency stays at revision 1/);
    expect(await checkoutDiffers(program)).toBeNull();
  });

  it("is refused while a placeholder of `init` stands in its helix.yaml", async () => {
    const before = await readFile(join(root, "helix.yaml"), "utf8");
    await edit("helix.yaml", (text) => text.replace(/^channel: .*$/m, "channel: C00000000"));
    await edit("helix.yaml", (text) => text.replace(/truth: \[[^\]]*\]/, "truth: [U00000000]"));

    const said = await refused(given.set.register(root));
    await edit("helix.yaml", () => before);

    expect(said).toMatch(/still has the placeholder of `init` at channel, approvers\.truth; put the Slack channel/);
  });

  it("two people who change metric and data in mid-run change nothing of what the run reads", async () => {
    const before = await theProgram(team, name);
    const snapshot = await materialise(before.snapshot, given.set.home);
    const read = () => readFile(join(snapshot, "ticket_urgency/metric.py"), "utf8");
    const [metric, version] = [await read(), await latestVersion(team, name)];

    await edit("ticket_urgency/metric.py", (text) => text.replace("0.25, 0.0)[steps]", "0.5, 0.0)[steps]"));
    await appendFile(
      join(root, "data/tickets.jsonl"),
      '{"ticket":"The printer on floor 3 smells of smoke","urgency":"high"}\n',
    );

    expect(await checkoutDiffers(before)).toMatch(
      /^The checkout differs from revision 1 in 2 files \(data\/tickets\.jsonl, ticket_urgency\/metric\.py\); runs use the registered files/,
    );
    expect([await read(), await latestVersion(team, name)]).toEqual([metric, version]);
  });

  it("added again changed, it is a new revision that says what changed, and imports what is new when asked", async () => {
    await edit("ticket_urgency/program.py", (text) => text.replace("Say how urgent", "Judge how urgent"));
    await edit("helix.yaml", (text) => text.replace("run_usd: 2", "run_usd: 3"));

    const { program, said } = await registerProgram(given.set.deps, root, "U0BEN", { importData: true });

    expect(program).toMatchObject({ revision: 2, addedBy: "U0BEN", removed: null });
    expect(said.join("\n")).toMatch(/source changed \(.*ticket_urgency\/program\.py.*\)/);
    expect(said.join("\n")).toContain("The metric's source changed");
    expect(said.join("\n")).toContain("helix.yaml changed at budget.");
    expect(said.join("\n")).toContain("Dataset v2: 1 example imported");
    expect((await newestAudit(team, 9)).filter(({ kind }) => kind === "program_added")).toHaveLength(2);
  });

  it("the run that was asked for before executes and scores what was registered then, on its own dataset version", async () => {
    const now = await theProgram(team, name);
    const first = await Runs.findOne({ team, key: `first-evaluation-${name}` })
      .lean()
      .orFail();
    await given.set.startWorker();

    expect(await given.set.ended(first._id)).toMatchObject({ status: "done", revision: 1 });

    const evaluation = await Evaluations.findOne({ run: first._id }).lean().orFail();
    const then = await Revisions.findOne({ team, program: name, number: 1 }).lean().orFail();
    expect(evaluation).toMatchObject({
      dataset: 1,
      metricSource: then.described.metricSource,
      metricSnapshot: then.snapshot,
    });
    expect(now.described.metricSource).not.toBe(then.described.metricSource);
    expect(evaluation.fingerprint?.subject.programSource).toBe(then.described.programSource);
    await given.set.endProcesses();
  }, 90_000);

  it("a state saved by DSPy becomes deployment 0 and is evaluated", async () => {
    const file = join(given.set.home, "state.json");
    execFileSync(join(projectRoot, ".venv/bin/python"), ["-c", saving(file)], { cwd: root });

    const { run, said } = await adoptState(given.set.deps, name, file, "U0ANNA");

    expect(said[0]).toContain("d0 of ticket-urgency is the adopted state now (1 demos; lineage unproven");
    const release = await theRelease((await theDeployment(team, name, 0)).release);
    expect((await theState(release.stateHash)).predictors[0]?.demos[0]?.fields).toEqual({
      ticket: "Fire",
      urgency: "high",
    });
    expect(run?.steps[0]?.params).toMatchObject({ release: release._id, arm: "baseline", split: "test" });
  }, 60_000);

  it("what is no state of it is refused with the way out", async () => {
    const [pickle, other] = ["state.pkl", "other.json"].map((each) => join(given.set.home, each)) as [string, string];
    await writeFile(pickle, Buffer.from([0x80, 0x04]));
    await writeFile(other, JSON.stringify({ rate: { signature: { fields: [] }, demos: [] }, metadata: {} }));

    expect(await refused(adoptState(given.set.deps, name, pickle, "U0ANNA"))).toMatch(
      /is a pickle, which could run anything[\s\S]*from ticket_urgency\.program import build\n {2}program = build\(\)\n {2}program\.load\(".*state\.pkl", allow_pickle=True\)\n {2}program\.save\("state\.json"\)/,
    );
    expect(await refused(adoptState(given.set.deps, name, other, "U0ANNA"))).toMatch(
      /not one of this program: it has a predictor rate which the program has not; it has no predictor judge/,
    );
  });

  it("at work it is not removed; idle it is, keeps its history, and comes back when it is added", async () => {
    expect(await refused(removeProgram(given.set.deps, name, "U0ANNA"))).toMatch(/it is at work in r\d+/);
    await Runs.updateMany({ team }, { $set: { status: "cancelled" } });

    await removeProgram(given.set.deps, name, "U0ANNA");

    expect((await theProgram(team, name)).removed?.by).toBe("U0ANNA");
    expect(await refused(removeProgram(given.set.deps, name, "U0ANNA"))).toContain("was removed already");
    expect((await latestVersion(team, name))?.number).toBe(2);
    const { program, said } = await given.set.register(root);
    expect(program).toMatchObject({ revision: 3, removed: null });
    expect(said[0]).toContain("is registered again (revision 3)");
    await rm(root, { recursive: true });
  }, 60_000);
});

const saving = (file: string): string => `
import dspy
from ticket_urgency.program import build
program = build()
program.judge.demos = [dspy.Example(ticket="Fire", urgency="high")]
program.save(${JSON.stringify(file)})
`;
