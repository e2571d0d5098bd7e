import { dollars } from "../../blocks/figures.ts";
import { hashOf } from "../../models/canonical.ts";
import { type Comparison, theComparison } from "../../models/comparison.ts";
import { latestVersion } from "../../models/dataset.ts";
import { revise, supersede } from "../../models/decide.ts";
import { theDeployment } from "../../models/deployment.ts";
import { theEvaluation } from "../../models/evaluation.ts";
import { currentParts, digestOf, type Parts, promotionParts } from "../../models/evidence.ts";
import { currentRevision, type Gate, isRollback } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import type { Policy } from "../../models/policy.ts";
import { theProgram } from "../../models/program.ts";
import { mayPropose } from "../../models/recommend.ts";
import { createRun, type Run, Runs, spentUsd } from "../../models/run.ts";
import type { Deps } from "../deps.ts";
import { showGate, showRun } from "../show.ts";
import { Trouble } from "../trouble.ts";
import { completeEffect } from "./effect.ts";
import { tellVoters } from "./tell-voters.ts";

/** What may change without anybody having tampered: the ground moved, and fresh evidence can be shown. */
const ground = new Set(["deployed", "metricSource", "policy", "outputSchemas"]);

/**
 * The ground of an open gate changed: shows fresh evidence as a new revision, or measures it first, or, where what was
 * recorded no longer is what was shown, takes the question back. Answers with what is done, in words.
 */
export async function renewGate(deps: Deps, gate: Gate, because: string): Promise<string> {
  if (isRollback(gate)) {
    await takeBack(deps, gate, because);
    return `the question is taken back, and nothing moves on it: ask again with \`/helix rollback ${gate.program} d${gate.rollbackTo}\``;
  }
  const revision = currentRevision(gate);
  const parts = await currentParts(gate, revision);
  const changed = Object.keys(parts).filter((part) => hashOf(parts[part]) !== hashOf(revision.parts[part] ?? null));
  if (changed.length === 0 || changed.some((part) => !ground.has(part))) {
    await takeBack(deps, gate, because);
    return gate.kind === "truth"
      ? "the question is taken back, no label is stored, and the input is asked about anew at the next `/helix review`"
      : "the question is taken back, and nothing ships on it: run the comparison again";
  }
  if (gate.kind === "truth") return showAnew(deps, gate, parts, gate.quorum, because);
  const { policy } = (await theProgram(gate.team, gate.program)).config;
  const comparison = await theComparison(revision.comparison ?? "");
  if (changed.some((part) => part !== "policy") || (await isMeasuredOtherwise(comparison, policy))) {
    const run = await measureAnew(deps, gate, {
      release: revision.release ?? "",
      by: "helix",
      note: revision.note,
      selectedOnTest: comparison.selectedOnTest,
      why: because,
    });
    return `it is measured again in ${shortId(run._id)}, and the card is renewed with the result`;
  }
  const proposal = mayPropose(comparison.result, policy);
  if (proposal.propose) return showAnew(deps, gate, parts, policy.promotion.quorum, because);
  await takeBack(deps, gate, proposal.because);
  return `by the policy of now nobody would be asked (${proposal.because}), so the question is taken back`;
}

/** The same question with the evidence of now. */
async function showAnew(deps: Deps, gate: Gate, parts: Parts, quorum: number, why: string): Promise<string> {
  const { label, release, comparison, note } = currentRevision(gate);
  const next = { parts, digest: digestOf(parts), label, release, comparison, note };
  const after = await revise(gate, next, "helix", deps.now(), { approve: false, why, quorum });
  if (after) await showRevision(gate, after);
  return "the card is renewed: look at it again";
}

/** Does the policy say another way of measuring than the comparison was made by? */
async function isMeasuredOtherwise({ result, candidate }: Comparison, policy: Policy): Promise<boolean> {
  const { repetitions, failureScore } = await theEvaluation(candidate);
  const same = repetitions === policy.repetitions && failureScore === policy.failureScore;
  return !same || result.margin !== policy.promotion.margin;
}

/** Takes an open question back. A card whose parts are gone cannot be drawn anew; the person is told all the same. */
export async function takeBack(deps: Deps, gate: Gate, because: string): Promise<void> {
  const after = await supersede(gate, because, deps.now());
  if (after)
    await completeEffect(deps, after).catch((err) =>
      deps.log.error({ err, gate: gate._id }, "a question that was taken back could not be shown"),
    );
}

export interface Anew {
  release: string;
  by: string;
  note: string | null;
  selectedOnTest: boolean;
  why: string;
}

/** A run that evaluates a release against what is deployed now and opens the gate's next revision with it. */
export async function measureAnew(
  deps: Deps,
  gate: Gate,
  { release, by, note, selectedOnTest, why }: Anew,
): Promise<Run> {
  const program = await theProgram(gate.team, gate.program);
  const version = await latestVersion(gate.team, gate.program);
  const deployment = await theDeployment(gate.team, gate.program, program.deployed);
  const dataset = version?.number ?? 1;
  const { policy } = program.config;
  const ground = hashOf({ note, deployed: program.deployed, metric: program.described.metricSource, policy });
  const stem = `revise-${gate._id}-${gate.revision}-${release}-${ground}`;
  // A run that failed or was cancelled renews nothing: asking again makes another.
  const lost = await Runs.countDocuments({
    team: gate.team,
    key: { $regex: `^${stem}` },
    status: { $in: ["failed", "cancelled"] },
  });
  const run = await createRun({
    team: gate.team,
    key: `${stem}-${lost}`,
    program: program.name,
    title: `Revision ${gate.revision + 1} of ${shortId(gate._id)}: ${why}`,
    requestedBy: by === "helix" ? gate.requestedBy : by,
    channel: gate.channel,
    threadTs: gate.threadTs,
    parentKey: gate.parentKey,
    limitUsd: await leftOf(gate, stem),
    steps: [
      { kind: "evaluate", params: { arm: "candidate", release, dataset, split: "test" } },
      { kind: "evaluate", params: { arm: "baseline", release: deployment.release, dataset, split: "test" } },
      { kind: "compare", params: { selectedOnTest } },
      { kind: "revise", params: { gate: gate._id, revision: gate.revision, by, note } },
    ],
    at: deps.now(),
  });
  if (run.shownRev < run.rev) await showRun(run);
  return run;
}

/** Dollars left of what the run that asked may spend, its revisions included; one under way may spend all it was given. */
async function leftOf(gate: Gate, stem: string): Promise<number> {
  const { team } = gate;
  const asked = await Runs.findOne({ _id: gate.run, team }).lean<Run>();
  if (!asked) throw new Error(`the run of ${gate._id} is not stored`);
  const others = { $regex: `^revise-${gate._id}-`, $not: new RegExp(`^${stem}`) };
  const revisions = await Runs.find({ team, key: others }).lean<Run[]>();
  const given = (run: Run) => (["done", "failed", "cancelled"].includes(run.status) ? spentUsd(run) : run.limitUsd);
  const left = asked.limitUsd - spentUsd(asked) - revisions.reduce((sum, run) => sum + given(run), 0);
  if (left > 0) return left;
  throw new Trouble(
    "It was not measured again",
    `the ${dollars(asked.limitUsd)} that ${shortId(asked._id)} and its revisions may spend are spent`,
    "reject the card, and ask for a new run",
  );
}

/** The same release with another note: a new revision at once, votes cleared. Null: somebody was faster. */
export async function reviseNote(deps: Deps, gate: Gate, note: string | null, by: string): Promise<Gate | null> {
  const { release, comparison } = currentRevision(gate);
  const parts = await promotionParts(release ?? "", comparison ?? "", note);
  const next = { parts, digest: digestOf(parts), label: null, release, comparison, note };
  const after = await revise(gate, next, by, deps.now(), { approve: false, why: "edited: the note" });
  if (after) await showRevision(gate, after);
  return after;
}

/** Shows a revision, and tells those whose approvals it cleared. */
export async function showRevision(before: Gate, after: Gate): Promise<void> {
  await showGate(after);
  await tellVoters(before, after);
}
