import { dollars, milliseconds } from "../../blocks/figures.ts";
import { expectedUsd, growth } from "../../jobs/evaluating/set-aside.ts";
import { releaseLm } from "../../jobs/specs.ts";
import { type DatasetVersion, DatasetVersions, versionId } from "../../models/dataset.ts";
import { callsAtWorst, type Estimate, estimateCompile } from "../../models/estimate.ts";
import type { RunIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import type { Release } from "../../models/release.ts";
import type { Split } from "../../models/split.ts";
import type { PlannedBranch } from "./branches.ts";
import { lastMeasured, unmeasured } from "./measured.ts";
import { refusal } from "./plan.ts";

/** What the steps of a branch are expected to cost (US dollars), and how its plan says it. */
export interface ExpectedCost {
  search: number;
  evaluation: number;
  /** The search at worst. */
  worstSearch: number;
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
  ).at("budgetUsd");
}

/** By what a run of this program took when it was last measured, at each branch's own price. */
export async function expectedCosts(
  program: Program,
  branches: PlannedBranch[],
  version: DatasetVersion,
  reflection: string | null,
): Promise<ExpectedCost[]> {
  const { config } = program;
  const known = await lastMeasured(program);
  const proposer = proposerOf({ reflection }, program);
  const host = { threads: known?.threads ?? 1, proposalPrice: releaseLm(config, proposer).price };
  return branches.map(({ branch, plan }) => {
    const usdPerRun = expectedUsd(releaseLm(config, branch.model).price, known);
    const judgeUsdPerRun = known?.judgeUsd ?? 0;
    const evaluation = version.counts.test * config.policy.repetitions * (usdPerRun + judgeUsdPerRun);
    const isMeasured = known !== null;
    if (!plan || branch.optimizer === "baseline")
      return { search: 0, worstSearch: 0, evaluation, isMeasured, words: "" };
    // How long a run takes is known for the model it was measured on, and for no other.
    const msPerRun = known?.model === branch.model ? known.msPerRun : null;
    const took = estimateCompile(
      branch.optimizer,
      plan,
      { ...(known ?? unmeasured), usdPerRun, judgeUsdPerRun, msPerRun },
      host,
    );
    const search = { search: took.usd.expected, worstSearch: took.usd.worst };
    return { ...search, evaluation, isMeasured, words: isMeasured ? wordsOf(took) : "" };
  });
}

/** The model that proposes instructions. */
export const proposerOf = (
  { reflection }: Pick<RunIntent, "reflection">,
  { config }: Pick<Program, "config">,
): string => reflection ?? config.roles.reflection ?? config.roles.task;

function wordsOf({ usd, seconds }: Estimate): string {
  const time = seconds === null ? "" : `, about ${roughly(seconds)}`;
  return `, about ${dollars(usd.expected)} (worst case ${dollars(usd.worst)})${time}`;
}

/** A guess needs no seconds beyond the first minute. */
const roughly = (seconds: number): string =>
  milliseconds(1000 * (seconds < 60 ? Math.ceil(seconds / 5) * 5 : Math.round(seconds / 60) * 60));

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
  ).at("budgetUsd");
}

/** A limit that the evaluations of the results eat up leaves nothing to search with: said before a run that would end at once. */
export function requireSearchable(costs: ExpectedCost[], limitUsd: number): void {
  const searches = costs.filter(({ search, isMeasured }) => search > 0 && isMeasured);
  const aside = searches.reduce((sum, { evaluation }) => sum + growth * evaluation, 0);
  if (searches.length === 0 || limitUsd > aside) return;
  throw refusal(
    `the limit of ${dollars(limitUsd)} leaves nothing for the search: about ${dollars(aside)} is set aside for evaluating its result`,
    `raise the budget (--budget) above ${dollars(aside)}`,
  ).at("budgetUsd");
}

/**
 * What a run may come to at worst, for the question before it: never more than its limit, and the limit where no call of
 * the program was measured yet or where somebody named it: whoever says $3 may mean $3.
 */
export function mostOf(costs: ExpectedCost[], limitUsd: number, budgetUsd: number | null): number {
  if (budgetUsd !== null || costs.some(({ isMeasured }) => !isMeasured)) return limitUsd;
  const worst = costs.reduce((sum, { worstSearch, evaluation }) => sum + worstSearch + callsAtWorst * evaluation, 0);
  return Math.min(limitUsd, worst);
}

/** The same for evaluations of releases on one split; what is known of them already only makes it less. */
export async function mostOfEvaluations(
  program: Program,
  { dataset, split }: { dataset: number; split: Split },
  releases: Pick<Release, "lm">[],
): Promise<number> {
  const { budget, policy } = program.config;
  const known = await lastMeasured(program);
  const version = await DatasetVersions.findById(versionId(program.team, program.name, dataset)).lean<DatasetVersion>();
  if (!known || !version) return budget.run_usd;
  const perExample = releases.reduce((sum, { lm }) => sum + expectedUsd(lm.price, known) + known.judgeUsd, 0);
  return Math.min(budget.run_usd, callsAtWorst * version.counts[split] * policy.repetitions * perExample);
}
