import type { KnownBlock } from "@slack/types";
import type { PromptChange } from "../models/comparison.ts";
import type { Deployment } from "../models/deployment.ts";
import type { Evaluation } from "../models/evaluation.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import type { Release } from "../models/release.ts";
import { dollars, interval, milliseconds, plural, points } from "./figures.ts";
import { approveId, gateLife, gateLifeWords, gateValue, openUntil, rejectId } from "./gate.ts";
import {
  actions,
  bold,
  button,
  context,
  date,
  fields,
  header,
  joined,
  type Message,
  mention,
  message,
  mrkdwn,
  people,
  section,
  type Words,
} from "./kit.ts";

/** A deployment as the card sets it beside another. */
export interface DeployedSide {
  deployment: Deployment;
  release: Release;
  /** Newest on test; null where it never was evaluated. */
  evaluation: Evaluation | null;
  /** What its approval said of it; null where nobody approved it for its own sake. */
  because: string | null;
}

export interface RollbackView {
  gate: Gate;
  approvers: string[];
  live: DeployedSide;
  target: DeployedSide;
  /** Of the prompts, from what is live to what it would go back to. */
  prompts: PromptChange[];
}

/** The rollback card: what is live and since when, what it would go back to, on what evidence, and what changes. */
export function rollbackCard({ gate, approvers, live, target, prompts }: RollbackView): Message {
  const view = { gate, approvers, live, target, prompts };
  const question = rollbackQuestion(view);
  const asks = gate.status === "open" ? joined(approvers.map(mention), " ") : "";
  const changes = changesOf(live, target, prompts);
  const said = mrkdwn`${asks} ${question} ${sideSentence(live)} ${sideSentence(target)} ${joined(changes, " ")} ${gateLifeWords(gate)}`;
  return message(said, [
    header(question),
    section(
      gate.status === "open"
        ? mrkdwn`${asks} Nothing moves before one of you presses Roll back. Asked for by ${mention(gate.requestedBy)}.`
        : mrkdwn`Asked for by ${mention(gate.requestedBy)}.`,
    ),
    ...rollbackEvidence(view),
    ...gateLife(gate),
    ...rollbackButtons(view),
    context(
      mrkdwn`${shortId(gate._id)} · evidence ${currentRevision(gate).digest.slice(0, 12)}${artifactWords(target)}${openUntil(gate)}`,
    ),
  ]);
}

export const rollbackQuestion = ({ gate, live, target }: RollbackView): string =>
  `Roll ${gate.program} back from ${numberOf(live)} to ${numberOf(target)}?`;

/** Both deployments, and what would change between them. */
export const rollbackEvidence = ({ gate, live, target, prompts }: RollbackView): KnownBlock[] => [
  fields([
    [`${gate.status === "open" ? "Live now" : "Live then"}: ${numberOf(live)}`, sideWords(live)],
    [`Back to: ${numberOf(target)}`, sideWords(target)],
  ]),
  section(joined(changesOf(live, target, prompts), "\n")),
];

const numberOf = ({ deployment }: DeployedSide): string => `d${deployment.number}`;

const nameOf = ({ release }: DeployedSide): string => `${shortId(release.candidate)} on ${release.lm.alias}`;

function sideWords(side: DeployedSide): Words {
  const { deployment, because } = side;
  const how =
    deployment.lineage === "unproven"
      ? mrkdwn`as registered by ${people(deployment.by)} (unproven lineage)`
      : mrkdwn`approved by ${people(deployment.by)}`;
  const lines: Words[] = [
    bold(nameOf(side)),
    mrkdwn`deployed ${date(new Date(deployment.at).getTime())}, ${how}`,
    `score ${scoreOf(side)}`,
    ...priceOf(side),
    ...(because ? [`when it was approved: ${because}`] : []),
  ];
  return joined(lines, "\n");
}

const sideSentence = (side: DeployedSide): Words =>
  mrkdwn`${numberOf(side)} is ${nameOf(side)}, deployed ${date(new Date(side.deployment.at).getTime())}, score ${joined([scoreOf(side), ...priceOf(side)], ", ")}.`;

function scoreOf({ evaluation }: DeployedSide): string {
  const summary = evaluation?.summary;
  if (!evaluation || !summary) return "unknown: it was not evaluated";
  return `${points(summary.mean)} (${interval(summary.low, summary.high)}) on test of v${evaluation.dataset}`;
}

/** What an answer takes and costs, where it was measured: going back changes that as well. */
const priceOf = ({ evaluation }: DeployedSide): string[] =>
  evaluation?.summary
    ? [`p95 latency ${milliseconds(evaluation.summary.p95)}, ${dollars(evaluation.summary.usdPerCall)} per call`]
    : [];

function changesOf(live: DeployedSide, target: DeployedSide, prompts: PromptChange[]): string[] {
  const pairs: [string, string, string][] = [
    ["model", live.release.lm.model, target.release.lm.model],
    ["parameters", JSON.stringify(live.release.lm.params), JSON.stringify(target.release.lm.params)],
    ["adapter", live.release.adapter, target.release.adapter],
    ["program source", live.release.programSource.slice(0, 12), target.release.programSource.slice(0, 12)],
  ];
  const changed = pairs.filter(([, before, after]) => before !== after);
  const same = pairs.filter(([, before, after]) => before === after).map(([name]) => name);
  return [
    ...changed.map(([name, before, after]) => `Changes: ${name}, ${before} → ${after}.`),
    ...(prompts.length === 0 ? ["The prompts stay the same."] : prompts.map(promptWords)),
    ...(same.length > 0 ? [`Stays the same: ${same.join(", ")}.`] : []),
    ...movedSource(live, target),
  ];
}

/** Production's own code is not Helix's to move. */
const movedSource = (live: DeployedSide, target: DeployedSide): string[] =>
  live.release.programSource === target.release.programSource
    ? []
    : ["Production has to run the program source of then: the loader refuses another."];

function promptWords({ predictor, wordsAdded, wordsRemoved, demosAdded, demosRemoved }: PromptChange): string {
  const parts = [
    wordsAdded > 0 && `${plural(wordsAdded, "word")} ${wordsAdded === 1 ? "comes" : "come"} back`,
    wordsRemoved > 0 && `${plural(wordsRemoved, "word")} ${wordsRemoved === 1 ? "goes" : "go"}`,
    demosAdded > 0 && `${plural(demosAdded, "demo")} ${demosAdded === 1 ? "comes" : "come"} back`,
    demosRemoved > 0 && `${plural(demosRemoved, "demo")} ${demosRemoved === 1 ? "goes" : "go"}`,
  ].filter((part) => part !== false);
  return `Changes: prompt of ${predictor}${parts.length > 0 ? `, ${parts.join(", ")}` : ""}.`;
}

function artifactWords({ deployment }: DeployedSide): string {
  return deployment.artifactDigest ? ` · artifact ${deployment.artifactDigest.slice(0, 12)}` : "";
}

/** Roll back, with a question before it, and Reject, while the gate is open. */
export function rollbackButtons(view: RollbackView): KnownBlock[] {
  const { gate } = view;
  if (gate.status !== "open") return [];
  const [from, to, about] = [numberOf(view.live), numberOf(view.target), rollbackQuestion(view)];
  const [value, id] = [gateValue(gate), shortId(gate._id)];
  const confirm = {
    title: `Go back to ${to}?`,
    text: `Helix loads what ${to} was in a clean process, checks it, and then moves production from ${from} to it, under a new number.`,
    yes: "Roll back",
    no: "Not yet",
  };
  return [
    actions(
      button({
        text: "Roll back",
        actionId: approveId,
        value,
        style: "danger",
        confirm,
        label: `Roll back ${id}: ${about}`,
      }),
      button({ text: "Reject", actionId: rejectId, value, label: `Reject ${id}: ${about}` }),
    ),
  ];
}
