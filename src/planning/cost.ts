import { dollars } from "../../blocks/figures.ts";
import { expectedUsd } from "../../jobs/evaluating/set-aside.ts";
import { releaseLm } from "../../jobs/specs.ts";
import type { DatasetVersion } from "../../models/dataset.ts";
import { type Evaluation, Evaluations } from "../../models/evaluation.ts";
import type { RunIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";
import type { PlannedBranch } from "./branches.ts";
import { refusal } from "./plan.ts";

/** What the steps of a branch are expected to cost (US dollars), and how its plan says it. */
export interface ExpectedCost {
  search: number;
  evaluation: number;
  /** Whether a call of this program was ever measured; without, the dollars are a guess and not shown. */
  isMeasured: boolean;
  words: string;
}

/** The dollars a run may spend: what was asked for, and never more than helix.yaml allows. */
export function limitOf({ budgetUsd }: RunIntent, { name, config }: Program): number {
  const most = config.budget.run_usd;
  if (budgetUsd === null) return most;
  if (budgetUsd <= most) return budgetUsd;
  throw refusal(
    `a budget of ${dollars(budgetUsd)} is more than the ${dollars(most)} that \`budget.run_usd\` in the helix.yaml of ${name} allows for one run`,
    `ask for ${dollars(most)} or less, or have an operator raise it there and add the program again`,
  );
}

/** By what a call of this program cost when it was last measured, at each branch's own price. */
export async function expectedCosts(
  { team, name, config }: Program,
  branches: PlannedBranch[],
  version: DatasetVersion,
): Promise<ExpectedCost[]> {
  const known = await lastMeasured(team, name);
  return branches.map(({ branch, plan }) => {
    const perRun = expectedUsd(releaseLm(config, branch.model).price, known);
    const search = (plan?.runs ?? 0) * perRun;
    const evaluation = version.counts.test * config.policy.repetitions * perRun;
    const words = known && search > 0 ? `, about ${dollars(search)} before reflections` : "";
    return { search, evaluation, isMeasured: known !== null, words };
  });
}

async function lastMeasured(team: string, program: string) {
  const last = await Evaluations.findOne({
    team,
    program,
    status: "done",
    "summary.usdPerCall": { $ne: null },
  })
    .sort({ at: -1 })
    .lean<Evaluation>();
  const usdPerCall = last?.summary?.usdPerCall;
  return last && usdPerCall != null ? { usdPerCall, price: (await theRelease(last.release)).lm.price } : null;
}

/**
 * One branch may run into the limit: it keeps the best it found. In a matrix the first branches would spend what the last
 * ones need, and the table would compare a full search with none.
 */
export function requireAffordable(costs: ExpectedCost[], limitUsd: number, branches: number): void {
  const sum = costs.reduce((total, { search, evaluation }) => total + search + evaluation, 0);
  if (branches < 2 || sum <= limitUsd || costs.some(({ isMeasured }) => !isMeasured)) return;
  throw refusal(
    `its ${branches} branches are expected to cost about ${dollars(sum)} together, and the limit of the run is ${dollars(limitUsd)}`,
    "shorten a list, or give the optimizers less to do with --set",
  );
}
