import type { KnownBlock } from "@slack/types";
import { shortId } from "../models/ids.ts";
import { spentUsd } from "../models/run.ts";
import type { Spent, Tried } from "../models/tried.ts";
import { dollars, interval, plural, points } from "./figures.ts";
import {
  bold,
  context,
  date,
  header,
  joined,
  type Message,
  mention,
  message,
  mrkdwn,
  preformatted,
  section,
  type Words,
} from "./kit.ts";
import { compareButton } from "./run/buttons.ts";
import { statusWords } from "./run.ts";

/** What was tried: `tried` newest first, `total` with the same words in all and what they `spent` together, `more` the line that shows the next ones. */
export interface TriedView {
  of: string;
  tried: Tried[];
  total: number;
  spent: Spent;
  more: string | null;
}

/** The runs asked for, a paragraph each; nothing found says so. */
export function triedMessage({ of, tried, total, spent, more }: TriedView): Message {
  if (tried.length === 0) {
    const words = `There are no runs ${of}`.trim();
    return message(`${words}.`, [section(`${words}.`)]);
  }
  const head =
    total > tried.length ? `${tried.length} of ${plural(total, "run")} ${of}` : `${plural(total, "run")} ${of}`;
  const cost = `${total > 1 ? "together they cost" : "cost"} ${amountOf(spent)}`;
  return message(joined([`${head.trim()}, newest first; ${cost}.`, ...tried.map(spokenOf)], " "), [
    header(head.trim()),
    ...tried.map(paragraph),
    context(cost),
    ...(more === null ? [] : [context("The line for the earlier ones:"), preformatted(more)]),
  ]);
}

/** A run, and beside it the button that sets its result against what is deployed, where it has one that is not deployed itself. */
function paragraph(each: Tried): KnownBlock {
  if (!each.evaluation || each.live !== null) return section(lineOf(each));
  return section(lineOf(each), compareButton(each.run));
}

function lineOf({ run, ...result }: Tried): Words {
  const when = date(new Date(run.createdAt).getTime());
  return mrkdwn`${bold(shortId(run._id))} ${run.title} · by ${mention(run.requestedBy)} ${when} · ${statusWords[run.status]}${resultWords(result)} · ${costOf({ run, ...result })}`;
}

const spokenOf = ({ run, ...result }: Tried): Words =>
  mrkdwn`${shortId(run._id)}: ${run.title}, by ${mention(run.requestedBy)}, ${statusWords[run.status]}${resultWords(result)}, ${costOf({ run, ...result })}.`;

function resultWords({ evaluation, comparison, live }: Omit<Tried, "run">): string {
  const summary = evaluation?.summary;
  const score = summary
    ? `: ${points(summary.mean)} (${interval(summary.low, summary.high)}) on ${evaluation.split} of v${evaluation.dataset} (${shortId(evaluation._id)})`
    : "";
  const verdict = comparison ? `, ${comparison.result.verdict} (${shortId(comparison._id)})` : "";
  return `${score}${verdict}${live === null ? "" : `, deployed as d${live}`}`;
}

function costOf({ run }: Tried): string {
  const unknownCost = run.steps.some((step) => step.unknownCost);
  return unknownCost && spentUsd(run) === 0 ? "cost unknown" : amountOf({ usd: spentUsd(run), unknownCost });
}

/** What is unknown says so and is never 0. */
function amountOf({ usd, unknownCost }: Spent): string {
  if (!unknownCost) return dollars(usd);
  return usd === 0 ? "an unknown amount" : `at least ${dollars(usd)}`;
}
