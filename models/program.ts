import { model, Schema } from "mongoose";
import type { PredictorView } from "./contract.ts";
import { finding } from "./gathering.ts";
import type { HelixYaml } from "./helix-yaml.ts";

/** What the contract test found out about a program's snapshot; hashes are Python's. */
export interface Described {
  dspy: string;
  litellm: string;
  gepa: string | null;
  python: string;
  evalContract: number;
  programSource: string;
  metricSource: string;
  baseState: string;
  predictors: PredictorView[];
  /** JSON schema of each field, as text: MongoDB would read its `$ref`s. */
  inputSchemas: Record<string, string>;
  outputSchemas: Record<string, string>;
  packages: Record<string, string>;
  metricDeterministic: boolean;
  /** Standard deviation of the score of one and the same answer, from 0 to 1; 0 for a metric that repeats itself. */
  metricNoise?: number;
  /** The metric asks a language model: scoring is not free then. */
  metricAsksLm?: boolean;
  /** Program or metric make language models of their own: every job brings the prices of all models of helix.yaml. */
  ownModels?: boolean;
}

/** A DSPy module in a team's repository, registered by an operator. */
export interface Program {
  _id: string;
  team: string;
  name: string;
  /** The folder of helix.yaml in the operator's checkout. */
  root: string;
  config: HelixYaml;
  snapshot: string;
  described: Described;
  /** Raised by every `add`. */
  revision: number;
  /** Number of the deployment that is live. */
  deployed: number;
  addedBy: string;
  addedAt: Date;
  /** Up to when traces were read. */
  tracesReadTo: Date | null;
  /** When the next daily digest is due, and by which schedule of helix.yaml that was reckoned. */
  nextDigest?: { due: Date; by: string } | null;
  /** An operator took it out of use; its history stays, and `add` brings it back. */
  removed?: { at: Date; by: string } | null;
}

const programSchema = new Schema<Program>(
  {
    _id: String,
    team: String,
    name: String,
    root: String,
    config: Schema.Types.Mixed,
    snapshot: String,
    described: Schema.Types.Mixed,
    revision: Number,
    deployed: Number,
    addedBy: String,
    addedAt: Date,
    tracesReadTo: { type: Date, default: null },
    nextDigest: { type: Schema.Types.Mixed, default: null },
    removed: { type: Schema.Types.Mixed, default: null },
  },
  { autoIndex: false, minimize: false, versionKey: false },
);
programSchema.index({ team: 1, name: 1 }, { unique: true });

export const Programs = model<Program>("Program", programSchema);

export const programId = (team: string, name: string): string => `${team}-${name}`;

const findNamed = finding(
  (asked: Pick<Program, "team" | "name">[]) =>
    Programs.find({ team: { $in: asked.map(({ team }) => team) }, name: { $in: asked.map(({ name }) => name) } })
      .lean<Program[]>()
      .exec(),
  (program, { team, name }) => program.team === team && program.name === name,
);

/** The program of this name, registered or removed, or null. */
export const findProgram = (team: string, name: string): Promise<Program | null> => findNamed({ team, name });

/** The program of this name, registered or removed; throws when there never was one. */
export async function theProgram(team: string, name: string): Promise<Program> {
  const program = await findProgram(team, name);
  if (!program) throw new Error(`program ${name} is not registered`);
  return program;
}
