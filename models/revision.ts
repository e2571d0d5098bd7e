import { model, Schema } from "mongoose";
import type { HelixYaml } from "./helix-yaml.ts";
import type { Described, Program } from "./program.ts";
import type { Run } from "./run.ts";

/** The part of a program that decides what is executed and how it is scored; prices, people and policy are as of now. */
const pinned = [
  ...(["program", "strategies", "metric", "python", "inputs", "outputs", "files", "adapter"] as const),
  "metric_threshold",
] as const satisfies readonly (keyof HelixYaml)[];

/** A program as one `add` registered it. */
export interface Revision {
  _id: string;
  team: string;
  program: string;
  number: number;
  config: HelixYaml;
  snapshot: string;
  described: Described;
}

const revisionSchema = new Schema<Revision>(
  {
    _id: String,
    team: String,
    program: String,
    number: Number,
    config: Schema.Types.Mixed,
    snapshot: String,
    described: Schema.Types.Mixed,
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
export const Revisions = model<Revision>("Revision", revisionSchema);

const revisionId = (program: Pick<Program, "_id">, number: number): string => `${program._id}-${number}`;

/** Keeps a program's revision; one that is kept stays as it was. */
export async function keepRevision(program: Program): Promise<void> {
  const { team, name, revision, config, snapshot, described } = program;
  const _id = revisionId(program, revision);
  const kept = { _id, team, program: name, number: revision, config, snapshot, described };
  await Revisions.updateOne({ _id }, { $setOnInsert: kept }, { upsert: true });
}

/** The program as a run executes it: the source, metric and fields that were registered when the run was asked for. */
export async function asAskedFor(program: Program, run: Pick<Run, "revision">): Promise<Program> {
  if (!run.revision || run.revision === program.revision) return program;
  const revision = await Revisions.findById(revisionId(program, run.revision)).lean<Revision>();
  if (!revision) return program;
  const { config, snapshot, described } = revision;
  const code = Object.fromEntries(pinned.map((key) => [key, config[key]]));
  return { ...program, snapshot, described, config: { ...program.config, ...code } };
}
