import { z } from "zod";

/** What a person asks Helix to do, however it was said: typed after `/helix`, said in plain words, or pressed. */

const Program = z.string("which program?").min(1, "which program?").describe("name of a registered program");
const MaybeProgram = Program.nullable().describe("name of a registered program; null means all of them");
const Model = z.string().min(1).nullable().describe("alias from the program's helix.yaml; null means its task role");
const ShortId = z.string().min(1).describe("a short id as Helix shows it, such as c7f3 or d3");

export const OptimizerName = z.enum(
  ["LabeledFewShot", "BootstrapFewShot", "BootstrapRS", "MIPROv2", "GEPA", "SIMBA", "COPRO"],
  "which optimizer? LabeledFewShot, BootstrapFewShot, BootstrapRS, MIPROv2, GEPA, SIMBA or COPRO",
);
export type OptimizerName = z.infer<typeof OptimizerName>;

export const Split = z.enum(["test", "val"], "which split? test or val");
export type Split = z.infer<typeof Split>;

const Setting = z.union([z.string(), z.number(), z.boolean()]);

/** What a branch of a run may do: compile with an optimizer, or take the program as its team wrote it. */
export const OptimizerChoice = z.union([OptimizerName, z.literal("baseline")], "which optimizer?");
export type OptimizerChoice = z.infer<typeof OptimizerChoice>;

export const Effort = z.enum(["low", "medium", "high"], "which effort? low, medium or high");
export type Effort = z.infer<typeof Effort>;

const Temperature = z.number().min(0, "a temperature is 0 to 2").max(2, "a temperature is 0 to 2");
const Alias = z.string().min(1);

export const RunIntent = z.strictObject({
  verb: z.literal("run"),
  program: Program,
  optimizers: z.array(OptimizerChoice).min(1, "which optimizer?").describe("several make a matrix of branches"),
  models: z.array(Alias).describe("aliases from the program's helix.yaml; none means its task role"),
  strategies: z.array(Alias).describe("strategies in helix.yaml; none means the program itself"),
  efforts: z.array(Effort).describe("reasoning effort of the model; none means as helix.yaml says"),
  temperatures: z.array(Temperature).describe("temperature of the model; none means as helix.yaml says"),
  compare: z.literal("deployed").nullable().describe("compare the result against what is deployed"),
  recommend: z.boolean().describe("ask the approvers when the policy's sentence holds"),
  budgetUsd: z
    .number()
    .positive("a budget is more than 0 dollars")
    .nullable()
    .describe("US dollars for the whole run, all branches together; null means the limit in helix.yaml"),
  set: z.record(z.string(), Setting).describe("arguments of the optimizers, by their own names"),
  reflection: Alias.nullable().describe("alias of the model that proposes instructions"),
});
export type RunIntent = z.infer<typeof RunIntent>;

export const EvalIntent = z.strictObject({
  verb: z.literal("eval"),
  program: Program,
  target: ShortId.describe("deployed, or the short id of a candidate or deployment"),
  model: Model.describe("alias from helix.yaml; null means the release's own"),
  split: Split,
  version: z.int().positive().nullable().describe("dataset version; null means the newest"),
});
export type EvalIntent = z.infer<typeof EvalIntent>;

const aboutPrograms = <V extends string>(verb: V) => z.strictObject({ verb: z.literal(verb), program: MaybeProgram });

const RunId = z
  .string()
  .regex(/^r\d+$/, "which run?")
  .describe("a run's short id such as r12");

const aboutRuns = <V extends string>(verb: V) => z.strictObject({ verb: z.literal(verb), run: RunId });

export const CompareIntent = z.strictObject({
  verb: z.literal("compare"),
  program: MaybeProgram,
  a: ShortId.describe("a candidate, deployment, run or evaluation: c7, d1, r5, e3"),
  b: ShortId.describe("what it is compared against: the same kinds of ids, or deployed"),
});
export type CompareIntent = z.infer<typeof CompareIntent>;

export const RunState = z.enum(["waiting", "queued", "running", "paused", "done", "failed", "cancelled"]);
export type RunState = z.infer<typeof RunState>;

export const RunsIntent = z.strictObject({
  verb: z.literal("runs"),
  program: MaybeProgram,
  optimizer: OptimizerChoice.nullable(),
  by: z.string().min(1).nullable().describe("a Slack user id, `me`, or `helix`"),
  status: RunState.nullable(),
  before: RunId.nullable().describe("only runs older than this one; null means the newest"),
});
export type RunsIntent = z.infer<typeof RunsIntent>;

const VersionNumber = z.int().positive();

export const DatasetsIntent = z
  .strictObject({
    verb: z.literal("datasets"),
    program: MaybeProgram,
    from: VersionNumber.nullable().describe("with `to`: show what changed between the two versions"),
    to: VersionNumber.nullable(),
  })
  .refine(({ from, to }) => (from === null) === (to === null), "which two versions? such as v2 v4");
export type DatasetsIntent = z.infer<typeof DatasetsIntent>;

export const PromoteIntent = z.strictObject({
  verb: z.literal("promote"),
  program: MaybeProgram,
  subject: ShortId.describe("a candidate, earlier deployment, run or evaluation: c7, d1, r5, e3"),
});
export type PromoteIntent = z.infer<typeof PromoteIntent>;

const DeploymentId = z
  .string()
  .regex(/^d\d+$/, "which deployment?")
  .describe("a deployment's short id such as d3");

export const RollbackIntent = z.strictObject({
  verb: z.literal("rollback"),
  program: MaybeProgram,
  to: DeploymentId.nullable().describe("null means the deployment before the one that is live"),
});
export type RollbackIntent = z.infer<typeof RollbackIntent>;

export const AuditIntent = z.strictObject({
  verb: z.literal("audit"),
  program: MaybeProgram,
  subject: ShortId.nullable().describe("what the records are about, such as g4, r12, d3 or v2; null means everything"),
});
export type AuditIntent = z.infer<typeof AuditIntent>;

export const StatusIntent = z.strictObject({
  verb: z.literal("status"),
  program: MaybeProgram,
  run: RunId.optional().describe("one run: how far it came"),
});
export type StatusIntent = z.infer<typeof StatusIntent>;

export const WhyIntent = z.strictObject({
  verb: z.literal("why"),
  run: RunId,
  about: z.string().min(1).nullable().describe("only examples that contain these words; null means all"),
});
export type WhyIntent = z.infer<typeof WhyIntent>;

export const Intent = z.discriminatedUnion("verb", [
  RunIntent,
  EvalIntent,
  CompareIntent,
  RunsIntent,
  z.strictObject({ verb: z.literal("programs") }),
  DatasetsIntent,
  StatusIntent,
  WhyIntent,
  aboutRuns("cancel"),
  aboutRuns("pause"),
  aboutRuns("resume"),
  aboutPrograms("review"),
  aboutPrograms("digest"),
  aboutPrograms("traces"),
  PromoteIntent,
  RollbackIntent,
  AuditIntent,
  z.strictObject({
    verb: z.literal("lineage"),
    program: MaybeProgram,
    of: ShortId.nullable().describe("null means what is deployed"),
  }),
  z.strictObject({ verb: z.literal("help"), topic: z.string().nullable().describe("a command; null means all") }),
]);
export type Intent = z.infer<typeof Intent>;

export type IntentOf<V extends Intent["verb"]> = Extract<Intent, { verb: V }>;
