import { isDeepStrictEqual } from "node:util";
import type { KnownBlock } from "@slack/types";
import type { Draft } from "../../models/draft.ts";
import { confidence, signed, times } from "../../models/figures.ts";
import { currentRevision, type Gate } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import type { Policy } from "../../models/policy.ts";
import type { ComparisonResult } from "../../models/verdict.ts";
import { selectedOnTestWords } from "../comparison.ts";
import { dollars, milliseconds, plural, points, ratio } from "../figures.ts";
import { gateButtons, openUntil } from "../gate.ts";
import {
  bold,
  code,
  context,
  cut,
  divider,
  fields,
  header,
  joined,
  link,
  mention,
  mrkdwn,
  preformatted,
  section,
  type Words,
} from "../kit.ts";
import { neighbourWarnings } from "../neighbours.ts";
import { shipConfirm } from "../promotion.ts";
import { readable } from "../readable.ts";
import { type RollbackView, rollbackButtons, rollbackEvidence, rollbackQuestion } from "../rollback.ts";
import { type Listed, pagingBlocks } from "./paging.ts";

/** What a person has to see to answer a question without its card. */
export type Shown =
  | { kind: "truth"; draft: Draft }
  | { kind: "rollback"; view: RollbackView }
  | {
      kind: "promotion";
      candidate: string;
      model: string;
      result: ComparisonResult;
      selectedOnTest: boolean;
      policy: Policy;
      newerDataset: number | null;
    };

export interface WaitingGate {
  gate: Gate;
  /** Where its card stands; null while it is not posted. */
  link: string | null;
  /** Null: only the card can tell. */
  shown: Shown | null;
}

/** The questions this person may answer, with the evidence and the three buttons of their cards. */
export function waitingBlocks({ shown, total }: Listed<WaitingGate>, page: number): KnownBlock[] {
  if (total === 0)
    return [
      header("Nothing waits for you"),
      section(
        mrkdwn`Questions you may decide appear here: labels after ${code("/helix review")}, promotions after a run with ${code("--recommend")}.`,
      ),
    ];
  return [
    header(`${total} ${total === 1 ? "question waits" : "questions wait"} for you`),
    ...shown.flatMap((each, n) => (n === 0 ? gateBlocks(each) : [divider(), ...gateBlocks(each)])),
    ...pagingBlocks("waiting", page, total, "questions"),
  ];
}

function gateBlocks({ gate, link: url, shown }: WaitingGate): KnownBlock[] {
  const question = questionOf(gate, shown);
  const card = url === null ? "" : mrkdwn` · ${link(url, "open its card")}`;
  const head = section(mrkdwn`${bold(question)}  ${code(shortId(gate._id))}${card}`);
  if (shown === null) return [head];
  return [
    head,
    ...evidenceBlocks(gate, shown),
    ...buttonsOf(gate, shown, question),
    context(
      mrkdwn`asked for by ${mention(gate.requestedBy)}${revisionWords(gate)}${openUntil(gate)}${evidenceWords(gate, shown)}`,
    ),
  ];
}

function evidenceBlocks(gate: Gate, shown: Shown): KnownBlock[] {
  switch (shown.kind) {
    case "truth":
      return truthBlocks(gate, shown.draft);
    case "promotion":
      return promotionBlocks(gate, shown);
    case "rollback":
      return rollbackEvidence(shown.view);
  }
}

function buttonsOf(gate: Gate, shown: Shown, question: string): KnownBlock[] {
  switch (shown.kind) {
    case "truth":
      return gateButtons(gate, question, null);
    case "promotion":
      return gateButtons(gate, question, shipConfirm(shown.candidate, deployedOf(gate)));
    case "rollback":
      return rollbackButtons(shown.view);
  }
}

function questionOf({ kind, program }: Gate, shown: Shown | null): string {
  if (kind === "truth") return `Is this the right answer for ${program}?`;
  if (shown?.kind === "rollback") return rollbackQuestion(shown.view);
  return `Promote ${shown?.kind === "promotion" ? shown.candidate : "a candidate"} of ${program} to production?`;
}

const deployedOf = (gate: Gate): number => Number(currentRevision(gate).parts.deployed);

const revisionWords = ({ revision, lastEditor }: Gate): Words =>
  revision === 1 ? "" : mrkdwn` · revision ${revision}${lastEditor ? mrkdwn`, edited by ${mention(lastEditor)}` : ""}`;

const evidenceWords = (gate: Gate, shown: Shown): string =>
  shown.kind !== "truth" ? ` · evidence ${currentRevision(gate).digest.slice(0, 12)}` : "";

/** Long inputs are cut with a word on how much: the card has all. */
function truthBlocks(gate: Gate, draft: Draft): KnownBlock[] {
  const label = currentRevision(gate).label ?? {};
  const answered = draft.output && !isDeepStrictEqual(draft.output, label) ? draft.output : null;
  const drafted = draft.output && !answered ? "Drafted label, the same as production answered:" : "Drafted label:";
  const edited = gate.revision > 1 ? "Label as edited:" : drafted;
  const warnings = neighbourWarnings(label, draft.neighbours ?? []);
  return [
    preformatted(cut(readable(draft.inputs), 700)),
    section(edited),
    preformatted(cut(readable(label), 700)),
    ...(answered ? [section("Production answered:"), preformatted(cut(readable(answered), 500))] : []),
    ...(warnings.length > 0
      ? [
          section(
            joined(
              warnings.map((words) => joined([mrkdwn`:warning:`, words], " ")),
              "\n",
            ),
          ),
        ]
      : []),
  ];
}

function promotionBlocks(gate: Gate, shown: Extract<Shown, { kind: "promotion" }>): KnownBlock[] {
  const { candidate, model, result, policy, selectedOnTest, newerDataset } = shown;
  const { note } = currentRevision(gate);
  const { baseline, candidate: ours, difference } = result;
  const gain = difference
    ? `${signed(difference.mean)} (${signed(difference.low)} to ${signed(difference.high)})`
    : "not measured";
  const remarks = [
    selectedOnTest && selectedOnTestWords,
    newerDataset !== null && `Dataset v${newerDataset} is newer than the one this was measured on.`,
  ].filter((words) => words !== false);
  return [
    section(
      mrkdwn`${bold(candidate)} on ${cut(model, 100)} would replace d${deployedOf(gate)}. It was measured on ${plural(result.n, "example")}; ${code(`/helix lineage ${candidate}`)} tells what made it.`,
    ),
    fields([
      ["Score on test", `${points(baseline.mean)} → ${points(ours.mean)}`],
      [`Difference, ${confidence} interval`, gain],
      [
        "p95 latency",
        `${milliseconds(ours.p95)}, ${ratio(ours.p95, baseline.p95)} (policy: at most ${times(policy.promotion.p95Ratio)})`,
      ],
      [
        "Cost per call",
        `${dollars(ours.usdPerCall)}, ${ratio(ours.usdPerCall, baseline.usdPerCall)} (policy: at most ${times(policy.promotion.costRatio)})`,
      ],
    ]),
    ...(note ? [section(mrkdwn`Note: ${note}`)] : []),
    ...(remarks.length > 0 ? [section(remarks.join(" "))] : []),
  ];
}
