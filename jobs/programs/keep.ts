import type { HelixYaml } from "../../models/helix-yaml.ts";
import { findProgram, type Program, Programs, programId } from "../../models/program.ts";
import { keepRevision } from "../../models/revision.ts";
import { type Snapshot, Snapshots } from "../../models/snapshot.ts";
import type { Deps } from "../deps.ts";
import { changesBetween, type Revision } from "./changes.ts";
import type { Description } from "./contract-test.ts";

export interface Kept {
  program: Program;
  before: Program | null;
  /** What changed since the last revision; null for a program that is new here. */
  changes: string[] | null;
}

/** Keeps a tested program as its next revision, audited. Where nothing changed the revision stays. */
export async function keepProgram(
  deps: Deps,
  { root, config, snapshot, by }: { root: string; config: HelixYaml; snapshot: Snapshot; by: string },
  { described }: Description,
): Promise<Kept> {
  const before = await findProgram(deps.team, config.name);
  const changes = before && changesBetween(await revisionOf(before), { config, described, files: snapshot.files });
  const isSame = before !== null && changes?.length === 0 && !before.removed;
  const _id = programId(deps.team, config.name);
  const set = { team: deps.team, name: config.name, root, config, snapshot: snapshot._id, described, removed: null };
  await Programs.updateOne(
    { _id },
    isSame
      ? { $set: set }
      : {
          $set: { ...set, addedBy: by, addedAt: deps.now() },
          $setOnInsert: { deployed: 0, tracesReadTo: null },
          $inc: { revision: 1 },
        },
    { upsert: true },
  );
  const program = await Programs.findById(_id).lean<Program>();
  if (!program) throw new Error(`program ${config.name} vanished`);
  await keepRevision(program);
  if (!isSame) await audit(deps, program, changes, by);
  return { program, before, changes };
}

async function revisionOf({ config, described, snapshot }: Program): Promise<Revision> {
  const stored = await Snapshots.findById(snapshot).lean<Snapshot>();
  return { config, described, files: stored?.files ?? [] };
}

async function audit(deps: Deps, program: Program, changes: string[] | null, by: string): Promise<void> {
  const { _id, name, revision, snapshot, described, addedAt } = program;
  await deps.audit.append({
    ...{ team: deps.team, key: `program-${_id}-${revision}`, kind: "program_added", at: addedAt, by },
    body: {
      ...{ program: name, snapshot, again: changes !== null, changes: changes ?? [] },
      ...{ programSource: described.programSource, metricSource: described.metricSource },
    },
  });
}
