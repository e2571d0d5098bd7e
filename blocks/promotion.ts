import { confidence, signed, times } from "../models/figures.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import type { Policy } from "../models/policy.ts";
import type { Candidate, Release } from "../models/release.ts";
import { type ComparisonView, comparedTable, leakBlocks, leakLine, selectedOnTestWords } from "./comparison.ts";
import { dollars, milliseconds, plural, points, ratio } from "./figures.ts";
import { gateButtons, gateLife, gateLifeWords, openUntil } from "./gate.ts";
import {
  bold,
  code,
  context,
  dataTable,
  fields,
  header,
  joined,
  type Message,
  mention,
  message,
  modal,
  mrkdwn,
  section,
  selectInput,
  tableWords,
  textInput,
  type Words,
} from "./kit.ts";

export interface PromotionView extends ComparisonView {
  gate: Gate;
  release: Release;
  shipping: Candidate;
  policy: Policy;
  approvers: string[];
  deployed: number;
  newerDataset: number | null;
}

/** The promotion card: what would ship, the evidence, the policy's ratios, and Approve · Edit · Reject. */
export function promotionCard(view: PromotionView): Message {
  const { gate, release, comparison, policy, approvers } = view;
  const revision = currentRevision(gate);
  const { result } = comparison;
  const id = shortId(release.candidate);
  const gain = result.difference
    ? `${signed(result.difference.mean)} (${signed(result.difference.low)} to ${signed(result.difference.high)})`
    : "not measured";
  const question = `Promote ${id} of ${gate.program} to production?`;
  const asks =
    gate.status === "open" ? joined(approvers.filter((user) => user !== gate.requestedBy).map(mention), " ") : "";
  const said = mrkdwn`${asks} ${question} It scores ${points(result.candidate.mean)} on test, where d${view.deployed} scores ${points(result.baseline.mean)}: ${gain}. ${leakLine(comparison)}${comparison.selectedOnTest ? `${selectedOnTestWords} ` : ""}${gateLifeWords(gate)} It was ${joined(madeWords(view), ", ")}. ${tableWords(comparedTable(view))} The policy asks for at most ${times(policy.promotion.p95Ratio)} in p95 latency and ${times(policy.promotion.costRatio)} in cost. This is revision ${gate.revision}.`;
  return message(said, [
    header(question),
    section(
      gate.status === "open"
        ? mrkdwn`${asks} ${bold(id)} with ${release.lm.alias} would replace d${view.deployed}. You are asked because you are on the promotion list; ${mention(gate.requestedBy)} asked for it.`
        : mrkdwn`${bold(id)} with ${release.lm.alias} in place of d${view.deployed}, asked for by ${mention(gate.requestedBy)}.`,
    ),
    context(joined(madeWords(view), " · ")),
    fields([
      ["Score on test", `${points(result.baseline.mean)} → ${points(result.candidate.mean)}`],
      [`Difference, ${confidence} interval`, gain],
      [
        "p95 latency",
        `${milliseconds(result.candidate.p95)}, ${ratio(result.candidate.p95, result.baseline.p95)} (policy: at most ${times(policy.promotion.p95Ratio)})`,
      ],
      [
        "Cost per call",
        `${dollars(result.candidate.usdPerCall)}, ${ratio(result.candidate.usdPerCall, result.baseline.usdPerCall)} (policy: at most ${times(policy.promotion.costRatio)})`,
      ],
    ]),
    dataTable(comparedTable(view)),
    ...leakBlocks(comparison),
    ...(comparison.selectedOnTest ? [section(selectedOnTestWords)] : []),
    ...(revision.note ? [section(mrkdwn`Note: ${revision.note}`)] : []),
    ...(gate.lastEditor
      ? [
          section(
            mrkdwn`Edited by ${mention(gate.lastEditor)}: this is revision ${gate.revision}; earlier approvals do not count for it.`,
          ),
        ]
      : []),
    ...(view.newerDataset
      ? [section(`Dataset v${view.newerDataset} is newer than the one this was measured on.`)]
      : []),
    ...gateLife(gate),
    ...gateButtons(gate, question, shipConfirm(id, view.deployed)),
    context(
      mrkdwn`${shortId(gate._id)} · revision ${gate.revision} · evidence ${revision.digest.slice(0, 12)} · comparison ${shortId(comparison._id)}${openUntil(gate)}`,
    ),
  ]);
}

/** Which search made it, and what it was measured on: whoever decides asks for these first. */
function madeWords({ shipping, candidate, comparison }: PromotionView): Words[] {
  const id = shortId(shipping._id);
  const by = shipping.run
    ? `made by ${String(shipping.optimizer?.name)} in ${shortId(shipping.run)}`
    : "written by its team";
  const measured = `measured on ${plural(comparison.result.n, "example")} of ${candidate.split} of v${candidate.dataset}`;
  return [by, measured, mrkdwn`${code(`/helix lineage ${id}`)} tells the rest`];
}

/** Asked before an approval ships something. */
export const shipConfirm = (candidate: string, deployed: number) => ({
  title: `Ship ${candidate}?`,
  text: `Helix loads ${candidate} in a clean process, checks it, and then moves production from d${deployed} to it.`,
  yes: "Approve and ship",
});

export const promotionEditId = "promotion_edit";
export const candidateField = "candidate";
export const noteField = "note";

/** Edit: another candidate of the run, and the note. */
export function promotionEditModal(gate: Gate, shipping: string, candidates: { id: string; words: string }[]) {
  const revision = currentRevision(gate);
  return modal({
    callbackId: promotionEditId,
    title: `Edit ${shortId(gate._id)}`,
    submit: "Save as new revision",
    privateMetadata: `${gate._id}|${gate.revision}`,
    blocks: [
      section(
        "Saving makes a new revision that stays open: approvals so far do not count for it, and you cannot be its only approver.",
      ),
      selectInput({
        blockId: candidateField,
        actionId: candidateField,
        label: "Candidate to ship",
        hint: "Another one is evaluated on test first, and marked as selected on test.",
        options: candidates.map(({ id, words }) => ({ text: words, value: id })),
        initial: shipping,
      }),
      textInput({
        blockId: noteField,
        actionId: noteField,
        label: "Note",
        multiline: true,
        optional: true,
        initial: revision.note ?? "",
        maxLength: 1_000,
      }),
    ],
  });
}
