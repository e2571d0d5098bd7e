import type {
  CompareIntent,
  EvalIntent,
  IntentOf,
  PromoteIntent,
  RollbackIntent,
  RunIntent,
} from "../models/intent.ts";
import { findProgram, type Program, Programs } from "../models/program.ts";
import { askFor } from "../models/run/ask.ts";
import { createRun, type Run } from "../models/run.ts";
import type { Known } from "./parse.ts";
import { planCompare } from "./planning/compare.ts";
import { planEval } from "./planning/eval.ts";
import { type Plan, refusal } from "./planning/plan.ts";
import { programMeant } from "./planning/program-meant.ts";
import { planPromote } from "./planning/promote.ts";
import { planRollback } from "./planning/rollback.ts";
import { planRun } from "./planning/run.ts";

/** Who asked, where, and by which delivery: the same delivery twice is one run. */
export interface Asked {
  team: string;
  user: string;
  channel: string;
  threadTs: string | null;
  delivery: string;
  at: Date;
}

/** An intent that makes a run; the others are answered at once. */
export type RunningIntent =
  | RunIntent
  | EvalIntent
  | CompareIntent
  | PromoteIntent
  | RollbackIntent
  | IntentOf<"review">
  | IntentOf<"digest">;

/** What people can name: programs and the model aliases of each. */
export async function knownNames(team: string): Promise<Known> {
  const programs = await Programs.find({ team }).sort({ name: 1 }).lean<Program[]>();
  const named = (isRemoved: boolean) =>
    programs.filter(({ removed }) => Boolean(removed) === isRemoved).map(({ name }) => name);
  return {
    programs: named(false),
    removed: named(true),
    models: Object.fromEntries(programs.map(({ name, config }) => [name, Object.keys(config.models)])),
  };
}

/** Makes the run an intent asks for, or throws `Trouble` with the reason. Nothing is spent before a worker takes it. */
export async function startRun(intent: RunningIntent, asked: Asked): Promise<Run> {
  const program = await programOf(await programMeant(intent, asked.team), asked.team);
  const { mostUsd = 0, ...plan } = await planOf(intent, program);
  return createRun({
    team: asked.team,
    key: asked.delivery,
    program: program.name,
    intent,
    requestedBy: asked.user,
    channel: asked.channel,
    threadTs: asked.threadTs,
    at: asked.at,
    ask: askFor(mostUsd, program.config.budget.ask_above_usd, asked.at),
    ...plan,
  });
}

async function programOf(name: string | null, team: string): Promise<Program> {
  const found = name ? await findProgram(team, name) : null;
  if (found && !found.removed) return found;
  if (found)
    throw refusal(
      `${found.name} was removed by ${found.removed?.by}: its history stays, and nobody can start a run of it`,
      `an operator brings it back with \`npm run helix -- add ${found.root}\``,
      "/helix programs",
    );
  const all = await Programs.find({ team, removed: null }).sort({ name: 1 }).lean<Program[]>();
  if (all.length === 0)
    throw refusal(
      "no program is registered",
      "an operator adds one with `npm run helix -- add <folder of helix.yaml>`",
    );
  throw refusal(
    name ? `there is no program ${name}` : "it is not clear which program is meant",
    `name one of: ${all.map((each) => each.name).join(", ")}`,
    "/helix programs",
  );
}

async function planOf(intent: RunningIntent, program: Program): Promise<Plan> {
  switch (intent.verb) {
    case "run":
      return planRun(intent, program);
    case "eval":
      return planEval(intent, program);
    case "compare":
      return planCompare(intent, program);
    case "promote":
      return planPromote(intent, program);
    case "rollback":
      return planRollback(intent, program);
    case "review":
    case "digest":
      return planTraces(intent.verb, program);
  }
}

const titles = { review: "Labels to review for", digest: "Digest of" };

/** Both read the new traces first. */
const planTraces = (kind: "review" | "digest", { name, config }: Program): Plan => ({
  title: `${titles[kind]} ${name}`,
  limitUsd: config.budget.run_usd,
  steps: [
    { kind: "ingest", params: {} },
    { kind, params: {} },
  ],
});
