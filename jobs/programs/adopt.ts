import { open, readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { z } from "zod";
import { Deployments, deploymentId } from "../../models/deployment.ts";
import { Gates } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";
import type { Run } from "../../models/run.ts";
import type { Snapshot } from "../../models/snapshot.ts";
import { Snapshots } from "../../models/snapshot.ts";
import type { Deps } from "../deps.ts";
import { Trouble } from "../trouble.ts";
import { contractTest, type Description } from "./contract-test.ts";
import { keepFirstRelease } from "./deployment-zero.ts";
import { registeredProgram } from "./remove.ts";
import { evaluateZero } from "./runs.ts";

const what = "The state was not adopted";
const refused = (why: string, next: string): Trouble => new Trouble(what, why, `${next}; nothing was changed`);

/**
 * What a team had in production before Helix, as DSPy's `save` wrote it, becomes deployment 0 ("unproven lineage") and is
 * evaluated. Throws, in words, where the file is a pickle or of another program, or where something is deployed already.
 */
export async function adoptState(
  deps: Deps,
  name: string,
  path: string,
  by: string,
): Promise<{ run: Run | null; said: string[] }> {
  const program = await registeredProgram(deps.team, name, what);
  await requireNothingDeployed(program);
  const state = await readState(resolve(path), program.config.program);
  const found = await testState(deps, program, state);
  const release = await keepFirstRelease(deps, program, found);
  const before = (await Deployments.findById(deploymentId(program.team, name, 0)).lean())?.release;
  if (before === release) return { run: null, said: [`Nothing changed: d0 of ${name} has this very state.`] };
  await moveZero(deps, program, release, by, basename(path));
  const run = await evaluateZero(`adopted-${name}-${release.slice(0, 16)}`, `Evaluation of the state ${name} adopted`, {
    ...{ program, release, by, at: deps.now() },
  });
  return { run, said: adoptedWords(program, found, run) };
}

/** Deployment 0 is what was there first: once Helix has deployed, it stays what it was. */
async function requireNothingDeployed({ team, name, deployed }: Program): Promise<void> {
  const later = await Deployments.findOne({ team, program: name, number: { $gt: 0 } }, { number: 1 }).lean();
  if (deployed > 0 || later)
    throw refused(
      `an adopted state becomes deployment 0, and ${name} has had d${Math.max(deployed, later?.number ?? 0)} since`,
      "compile a candidate and promote it, as everything after deployment 0 is",
    );
  const gate = await Gates.findOne({ team, program: name, kind: "promotion", status: "open" }, { _id: 1 }).lean();
  if (gate)
    throw refused(
      `the open promotion ${shortId(gate._id)} compares with what d0 is now`,
      "let it be decided, then adopt the state",
    );
}

async function testState(deps: Deps, program: Program, adopt: Record<string, unknown>): Promise<Description> {
  const snapshot = await Snapshots.findById(program.snapshot).lean<Snapshot>();
  if (!snapshot) throw new Error(`snapshot ${program.snapshot} is not stored`);
  const found = await contractTest(deps, program.config, snapshot, { adopt }).catch((error) => {
    if (!(error instanceof Trouble)) throw error;
    throw refused(error.why, "name a state of this program's registered revision, saved as JSON");
  });
  if (found.described.programSource === program.described.programSource) return found;
  throw refused(
    "the program on this host is not what was registered",
    `register it again with \`npm run helix -- add ${program.root}\``,
  );
}

async function moveZero(deps: Deps, program: Program, release: string, by: string, file: string): Promise<void> {
  const { team, name } = program;
  const at = deps.now();
  const moved = await Deployments.updateOne(
    { _id: deploymentId(team, name, 0), lineage: "unproven", status: "live" },
    { $set: { release, by, at } },
  );
  if (moved.matchedCount === 0) throw refused("d0 is not live any more", "look with `npm run helix -- show`");
  await deps.audit.append({
    ...{ team, key: `adopted-${program._id}-${release.slice(0, 32)}`, kind: "state_adopted", at, by },
    body: { program: name, release, file, revision: program.revision },
  });
}

/** The JSON of a state. A pickle runs code when it is read, so it is never read here. */
async function readState(path: string, entry: string): Promise<Record<string, unknown>> {
  const info = await stat(path).catch(() => null);
  if (!info) throw refused(`there is no file ${path}`, "check the path");
  if (info.isDirectory())
    throw refused(`${path} is a folder, as DSPy saves whole programs: a pickle`, wayOut(path, null));
  if (/\.(pkl|pickle)$/.test(path) || (await firstByte(path)) === 0x80)
    throw refused(`${path} is a pickle, which could run anything when it is read`, wayOut(path, entry));
  const read = z.record(z.string(), z.json()).safeParse(jsonOf(await readFile(path, "utf8")));
  if (read.success) return read.data;
  throw refused(`${path} is not the JSON of a state`, 'save it with DSPy: program.save("state.json")');
}

function wayOut(path: string, entry: string | null): string {
  const [module, callable] = entry?.split(":") ?? [];
  const lines = entry
    ? [`from ${module} import ${callable}`, `program = ${callable}()`, `program.load("${path}", allow_pickle=True)`]
    : ["import dspy", `program = dspy.load("${path}", allow_pickle=True)`];
  return `turn it into JSON where you trust it, with\n${[...lines, 'program.save("state.json")'].map((line) => `  ${line}`).join("\n")}\nand adopt state.json`;
}

async function firstByte(path: string): Promise<number | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0);
    return bytesRead > 0 ? buffer[0] : undefined;
  } finally {
    await file.close();
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function adoptedWords({ name }: Program, { state }: Description, run: Run | null): string[] {
  const demos = state.predictors.reduce((sum, { demos: each }) => sum + each.length, 0);
  return [
    `d0 of ${name} is the adopted state now (${demos} demos; lineage unproven: nobody knows how it was made).`,
    run
      ? "Its evaluation is waiting for a worker; the result appears in the program's channel."
      : "It is not evaluated: there are no test examples yet.",
  ];
}
