import { failBranch, hasOtherBranches } from "../models/branch-failure.ts";
import { endRun, failStep, finishStep, handBack, type Problem } from "../models/claim/ending.ts";
import { type Claim, claimStep, maxFruitlessAttempts } from "../models/claim.ts";
import { theProgram } from "../models/program.ts";
import { asAskedFor } from "../models/revision.ts";
import type { Run, StepKind } from "../models/run.ts";
import { Attempt } from "./attempt.ts";
import { giveUpDeployment } from "./deploying/ended.ts";
import type { Deps } from "./deps.ts";
import { RunnerLost } from "./evaluating/ended.ts";
import { showRun } from "./show.ts";
import { compareStep } from "./steps/compare.ts";
import { compileStep } from "./steps/compile.ts";
import { deployStep } from "./steps/deploy.ts";
import { digestStep } from "./steps/digest.ts";
import { draftStep } from "./steps/draft.ts";
import { evaluateStep } from "./steps/evaluate.ts";
import { ingestStep } from "./steps/ingest.ts";
import { recommendStep } from "./steps/recommend.ts";
import { reviewStep } from "./steps/review.ts";
import { reviseStep } from "./steps/revise.ts";
import { rollbackStep } from "./steps/rollback.ts";
import { versionStep } from "./steps/version.ts";
import { ClaimLost, Interrupted, inWords, isStoreTrouble } from "./trouble.ts";

const steps: Record<StepKind, (attempt: Attempt) => Promise<Record<string, unknown>>> = {
  ingest: ingestStep,
  draft: draftStep,
  digest: digestStep,
  review: reviewStep,
  version: versionStep,
  compile: compileStep,
  evaluate: evaluateStep,
  compare: compareStep,
  recommend: recommendStep,
  revise: reviseStep,
  rollback: rollbackStep,
  deploy: deployStep,
};

/** How a job ended: `handed back` wants it in the queue again, `next` names a run whose next step is due. */
export type Performed =
  | { kind: "nothing" }
  | { kind: "handed back" }
  | { kind: "again"; run: Run }
  | { kind: "next"; run: Run };

/** Steps that run the team's code do so as it was when the run was asked for; what asks people looks at what is registered now. */
const executes = (kind: StepKind): boolean => kind === "compile" || kind === "evaluate";

/** Does one step of one run, if it is still due and nobody else is at it. */
export async function perform(deps: Deps, runId: string, n: number, stop: AbortSignal): Promise<Performed> {
  const run = await claimStep(runId, n, deps.owner, deps.now(), deps.leaseMs);
  const step = run?.steps[n];
  if (!run || !step) return { kind: "nothing" };
  const claim: Claim = { runId, n, epoch: step.epoch };
  if (step.fruitless >= maxFruitlessAttempts) return failed(deps, claim, run, gaveUp);
  const program = await theProgram(run.team, run.program);
  const attempt = new Attempt(deps, executes(step.kind) ? await asAskedFor(program, run) : program, run, claim);
  const onStop = () =>
    attempt.stop(stop.reason instanceof Interrupted ? stop.reason : new Interrupted("the worker stopped"));
  stop.addEventListener("abort", onStop, { once: true });
  attempt.open();
  try {
    await showRun(run);
    const outcome = await steps[step.kind](attempt);
    await attempt.flush();
    return await finished(deps, claim, run, outcome);
  } catch (error) {
    await attempt.settle().catch(() => undefined);
    return await ended(deps, claim, run, error);
  } finally {
    stop.removeEventListener("abort", onStop);
    await attempt.close();
  }
}

const gaveUp: Problem = {
  what: "The step was given up",
  why: `${maxFruitlessAttempts} attempts in a row brought no new result`,
  next: "look into the worker's log for what ends it, mend that, and run it again: what was measured is kept",
};

/** An optimizer that found nothing has nothing to compare; a run without a proposal is simply done. */
async function finished(deps: Deps, claim: Claim, before: Run, outcome: Record<string, unknown>): Promise<Performed> {
  const isEmpty = before.steps[claim.n]?.kind === "compile" && outcome.unchanged === true;
  const run =
    isEmpty && !hasOtherBranches(before, claim.n)
      ? await endRun(claim, outcome, deps.owner, deps.now())
      : await finishStep(claim, outcome, deps.owner, deps.now());
  if (!run) return { kind: "nothing" };
  await showRun(run);
  return run.status === "running" ? { kind: "next", run } : { kind: "nothing" };
}

async function ended(deps: Deps, claim: Claim, run: Run, error: unknown): Promise<Performed> {
  if (error instanceof ClaimLost) return { kind: "nothing" };
  if (error instanceof Interrupted) {
    const back = await handBack(claim, deps.owner, deps.now(), { why: error.message, onPurpose: true });
    if (back) await showRun(back);
    // Resumed before it had stopped: it is due again already.
    return back?.status === "paused" ? { kind: "nothing" } : { kind: "handed back" };
  }
  if (error instanceof RunnerLost || isStoreTrouble(error)) {
    deps.log.warn(
      { run: run._id, step: claim.n, problem: error.message },
      "the runner or the database was lost; the step is tried again",
    );
    const back = await handBack(claim, deps.owner, deps.now(), { why: error.message, onPurpose: false });
    return back ? { kind: "again", run: back } : { kind: "nothing" };
  }
  deps.log.error({ run: run._id, step: claim.n, err: error }, "a step failed");
  return failed(deps, claim, run, inWords(error));
}

const failed = (deps: Deps, claim: Claim, run: Run, problem: Problem): Promise<Performed> =>
  hasOtherBranches(run, claim.n) ? withoutBranch(deps, claim, problem) : fail(deps, claim, problem);

/** One branch of a matrix came to nothing: the others go on, and the run's message says which and why. */
async function withoutBranch(deps: Deps, claim: Claim, problem: Problem): Promise<Performed> {
  const run = await failBranch(claim, problem, deps.owner, deps.now());
  if (!run) return { kind: "nothing" };
  await showRun(run);
  return run.status === "running" ? { kind: "next", run } : { kind: "nothing" };
}

async function fail(deps: Deps, claim: Claim, problem: Problem): Promise<Performed> {
  const run = await failStep(claim, problem, deps.owner, deps.now());
  if (!run) return { kind: "nothing" };
  await giveUpDeployment(deps, run);
  await showRun(run);
  return { kind: "nothing" };
}
