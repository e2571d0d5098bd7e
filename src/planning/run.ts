import { plural } from "../../blocks/figures.ts";
import type { Branch } from "../../models/branch.ts";
import type { DatasetVersion } from "../../models/dataset.ts";
import { theDeployment } from "../../models/deployment.ts";
import type { RunIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import { rejectionReasons } from "../../models/rejections.ts";
import type { NewRun } from "../../models/run.ts";
import { listed } from "../parse/words.ts";
import { type PlannedBranch, planBranches } from "./branches.ts";
import {
  type ExpectedCost,
  expectedCosts,
  limitOf,
  mostOf,
  proposerOf,
  requireAffordable,
  requireSearchable,
} from "./cost.ts";
import { notesFor } from "./notes.ts";
import { newestVersion, type Plan } from "./plan.ts";

/** The steps of a run: every branch compiled and evaluated, then what is deployed, then one comparison over all. */
export async function planRun(intent: RunIntent, program: Program): Promise<Plan> {
  const version = await newestVersion(program);
  const branches = planBranches(intent, program, version);
  const limitUsd = limitOf(intent, program);
  const costs = await expectedCosts(program, branches, version, intent.reflection);
  requireAffordable(costs, limitUsd, branches.length);
  requireSearchable(costs, limitUsd);
  const isMatrix = branches.length > 1;
  const isTold = branches.some(({ plan }) => plan?.helix.use_rejections === true);
  const reasons = isTold ? await rejectionReasons(program.team, program.name) : [];
  const steps = branches.flatMap((planned, n) => [
    ...compileStep(planned, { intent, program, version }, costs[n], reasons),
    evaluateStep(planned, version, isMatrix, costs[n]),
  ]);
  const compared = intent.compare ? await comparedToDeployed(program, version, isMatrix) : [];
  return {
    title: titleOf(intent, program, branches),
    limitUsd,
    mostUsd: mostOf(costs, limitUsd, intent.budgetUsd),
    steps: withNotes([...steps, ...compared, ...recommended(intent)], await notesFor(program)),
  };
}

function titleOf({ optimizers, models, ...lists }: RunIntent, program: Program, branches: PlannedBranch[]): string {
  const [first] = branches;
  if (branches.length === 1 && first) return titleOfOne(first.branch, program.name);
  const on = listed(models.length > 0 ? models : [program.config.roles.task], "and");
  const varied = [
    lists.strategies.length > 1 && `strategies ${listed(lists.strategies, "and")}`,
    lists.efforts.length > 1 && `${listed(lists.efforts, "and")} effort`,
    lists.temperatures.length > 1 && `temperatures ${listed(lists.temperatures.map(String), "and")}`,
  ].filter(Boolean);
  return `${listed(optimizers, "and")} for ${program.name} on ${[on, ...varied].join(", ")}: ${branches.length} branches`;
}

/** `GEPA for ingredient-analyzer on gemini-flash, low effort`. */
function titleOfOne({ optimizer, words }: Branch, program: string): string {
  const how = optimizer === "baseline" ? "The program as written" : optimizer;
  return `${how} for ${program}${words.slice(optimizer.length)}`;
}

function compileStep(
  { branch, plan, set }: PlannedBranch,
  { intent, program, version }: { intent: RunIntent; program: Program; version: DatasetVersion },
  cost: ExpectedCost | undefined,
  reasons: string[],
): NewRun["steps"] {
  if (!plan) return [];
  const isTold = plan.helix.use_rejections === true;
  const told = isTold ? `, told ${plural(reasons.length, "reason")} people rejected earlier candidates for` : "";
  const reflection = plan.proposals > 0 ? proposerOf(intent, program) : null;
  const proposals = reflection === null ? "" : ` and ${plural(plan.proposals, "proposal")} by ${reflection}`;
  const amount = `about ${plural(plan.runs, "program run")}${proposals}${cost?.words ?? ""}${told}`;
  const words = `${branch.words}, from the program as written, ${dataWords(version)}, ${amount}`;
  const expectedUsd = cost?.search ?? 0;
  const params = { dataset: version.number, branch, reflection, words, expectedUsd };
  // A branch sees the arguments that are meant for its optimizer, nothing else of the matrix.
  return [
    { kind: "compile", params: { intent: { ...intent, set }, ...params, ...(isTold && { rejections: reasons }) } },
  ];
}

const dataWords = ({ number, counts: { train, val } }: DatasetVersion): string =>
  `on ${train} train and ${plural(val, "val example")} of v${number}`;

function evaluateStep(
  { branch, plan }: PlannedBranch,
  version: DatasetVersion,
  isMatrix: boolean,
  cost: ExpectedCost | undefined,
) {
  const subject = isMatrix ? branch.words : plan ? null : "the program as written";
  return {
    kind: "evaluate" as const,
    params: {
      arm: branch.id,
      release: plan ? "compiled" : "built",
      branch,
      dataset: version.number,
      split: "test",
      expectedUsd: cost?.evaluation ?? 0,
      ...(subject !== null && { subject }),
      words: `on ${plural(version.counts.test, "test example")} of v${version.number}`,
    },
  };
}

async function comparedToDeployed(
  { team, name, deployed }: Program,
  { number }: DatasetVersion,
  isMatrix: boolean,
): Promise<NewRun["steps"]> {
  const { release } = await theDeployment(team, name, deployed);
  const words = `(d${deployed}) on test of v${number}`;
  return [
    { kind: "evaluate", params: { arm: "baseline", release, dataset: number, split: "test", words } },
    { kind: "compare", params: { words: `${isMatrix ? "every branch" : "candidate"} against what is deployed` } },
  ];
}

const recommended = ({ compare, recommend }: RunIntent): NewRun["steps"] =>
  compare && recommend ? [{ kind: "recommend", params: { words: "by the policy of helix.yaml" } }] : [];

/** What a person should know about the plan stands with its first step. */
function withNotes(steps: NewRun["steps"], notes: string[]): NewRun["steps"] {
  return steps.map((step, n) => (n === 0 && notes.length > 0 ? { ...step, params: { ...step.params, notes } } : step));
}
