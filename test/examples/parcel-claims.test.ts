import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Comparisons } from "../../models/comparison.ts";
import { latestVersion } from "../../models/dataset.ts";
import { findProgram } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { channel, team, useHelix } from "../support/helix.ts";

const helix = useHelix({ register: false });
const example = join(projectRoot, "examples/parcel-claims");
const said = [
  ...[
    "--name",
    "parcel-claims",
    "--model",
    "openai/sim-flash",
    "--api-base",
    "$" + "{SIMULATED_LM}",
    "--key",
    "SIM_KEY",
  ],
  ...["--price", "0.1/0.4", "--channel", channel, "--approver", "U0ANNA", "--approver", "U0BEN"],
];

/** The example as its team has it before Helix: no helix.yaml, and so many of its claims. */
async function theTeamsFolder(claims: number): Promise<string> {
  const root = join(tmpdir(), `helix-parcel-${randomUUID()}`);
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await cp(example, root, { recursive: true, filter: (path) => !/helix\.yaml$|__pycache__/.test(path) });
  const data = join(root, "data/claims.csv");
  await writeFile(
    data,
    (await readFile(data, "utf8"))
      .split("\n")
      .slice(0, claims + 1)
      .join("\n"),
  );
  return root;
}

it("a program of two predictors goes from its folder to a comparison by init, add and one command in Slack", async () => {
  const { set } = helix;
  const root = await theTeamsFolder(40);

  const init = await set.cli("init", root, ...said);
  const written = await readFile(join(root, "helix.yaml"), "utf8");
  const added = await set.cli("add", root);
  await Promise.all([set.startBot(), set.startWorker()]);
  const first = await Runs.findOne({ team }).lean().orFail();
  await set.ended(first._id);
  const typed = "/helix run parcel-claims --optimizer labeled-few-shot --compare deployed";
  const run = await set.ended((await set.newRun(() => set.slack.as("U0ANNA").command(channel, typed)))._id);

  expect([init, added]).toMatchObject([{ code: 0 }, { code: 0 }]);
  expect(init.out).toContain("Nothing is left open");
  expect(await readFile(join(example, "helix.yaml"), "utf8")).toBe(
    `${written.replace(/^# (?!What).*\n/gm, "")}deploy: { directory: "\${HELIX_DEPLOY_DIR}" }   # where promoted programs are written\n`,
  );
  expect(added.out).toMatch(/parcel-claims is registered \(revision 1\): .*, 2 predictors, dspy 3\.3\.1/);
  const program = await findProgram(team, "parcel-claims");
  expect(program?.described.predictors.map(({ name, module }) => `${name} ${module}`).sort()).toEqual([
    "decide Predict",
    "read.predict Predict",
  ]);
  expect((await latestVersion(team, "parcel-claims"))?.added).toBe(40);
  expect(run).toMatchObject({ status: "done", problem: null });
  const comparison = await Comparisons.findOne({ run: run._id }).lean().orFail();
  expect(JSON.stringify(comparison)).toMatch(/better|inconclusive|worse|tie/);
}, 120_000);

it("its data is what its generator writes", async () => {
  const root = await theTeamsFolder(1);

  execFileSync(join(projectRoot, ".venv/bin/python"), [join(root, "data/generate.py")]);

  expect(await readFile(join(root, "data/claims.csv"), "utf8")).toBe(
    await readFile(join(example, "data/claims.csv"), "utf8"),
  );
});
