import { releaseLm } from "../../jobs/specs.ts";
import { type Branch, branchesOf, matrixProblem, settingsFor } from "../../models/branch.ts";
import type { DatasetVersion } from "../../models/dataset.ts";
import { choiceWord, intentToLine } from "../../models/intent/line.ts";
import type { OptimizerName, RunIntent } from "../../models/intent.ts";
import { proposerProblem } from "../../models/optimizer/proposer.ts";
import { type OptimizerPlan, planOptimizer } from "../../models/optimizer.ts";
import type { Program } from "../../models/program.ts";
import { refusal } from "./plan.ts";

/** A branch that can be carried out; `plan` is null for the program as its team wrote it. */
export interface PlannedBranch {
  branch: Branch;
  plan: OptimizerPlan | null;
  set: RunIntent["set"];
}

/** Checks every branch of a run before the first one starts: models, strategies, data, arguments of the optimizers. */
export function planBranches(intent: RunIntent, program: Program, version: DatasetVersion): PlannedBranch[] {
  const tooMany = matrixProblem(intent);
  if (tooMany) throw refusal(tooMany.replace(/\.$/, ""), "send it with fewer").at("optimizers");
  const { config } = program;
  if (intent.reflection) releaseLm(config, intent.reflection);
  const branches = branchesOf(intent, config.roles.task);
  for (const { model, strategy } of branches) {
    releaseLm(config, model);
    requireStrategy(strategy, intent, program);
  }
  const planned = branches.map((branch) => planBranch(branch, intent, program, version));
  if (planned.some(({ plan }) => plan !== null)) requireSplits(version);
  return planned;
}

function requireStrategy(strategy: string | null, intent: RunIntent, { name, config }: Program): void {
  if (strategy === null || Object.hasOwn(config.strategies, strategy)) return;
  const known = Object.keys(config.strategies).join(", ");
  throw refusal(
    `${name} has no strategy ${strategy}`,
    known ? `name one of: ${known}` : "leave --strategy out: its helix.yaml names none",
    known ? undefined : intentToLine({ ...intent, strategies: [] }),
  ).at("strategies");
}

function planBranch(branch: Branch, intent: RunIntent, program: Program, version: DatasetVersion): PlannedBranch {
  const { optimizer } = branch;
  if (optimizer === "baseline") return { branch, plan: null, set: {} };
  const set = settingsFor(intent.set, optimizer);
  const { train, val } = version.counts;
  const planned = planOptimizer(optimizer, set, { train, val, predictors: program.described.predictors.length });
  if (planned.ok) {
    requireProposer(optimizer, planned.plan, intent, program);
    return { branch, plan: planned.plan, set };
  }
  const several = intent.optimizers.filter((each) => each !== "baseline").length > 1;
  const own = several ? `; --set ${choiceWord(optimizer)}.key=value is for ${optimizer} alone` : "";
  throw refusal(planned.problem, `change --set and send it again${own}`).at("set");
}

function requireProposer(
  optimizer: OptimizerName,
  { init }: OptimizerPlan,
  intent: RunIntent,
  { config }: Program,
): void {
  const alias = intent.reflection ?? config.roles.reflection ?? config.roles.task;
  const problem = proposerProblem(optimizer, init, alias, releaseLm(config, alias).model);
  if (problem) throw refusal(problem.what, problem.next).at("reflection");
}

function requireSplits({ number, counts: { train, val } }: DatasetVersion): void {
  if (train > 0 && val > 0) return;
  throw refusal(
    `dataset v${number} has ${train} train and ${val} val examples, and an optimizer learns from the one and selects on the other`,
    "add labelled examples, or change the splits in helix.yaml",
  ).at("program");
}
