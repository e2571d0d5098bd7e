import { shortId } from "../models/ids.ts";
import { spentUsd } from "../models/run.ts";
import type { Tried } from "../models/tried.ts";
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

/** What was tried: `tried` newest first, `total` with the same words in all, `more` the line that shows the next ones. */
export interface TriedView {
  of: string;
  tried: Tried[];
  total: number;
  more: string | null;
}

const perSection = 5;

/** The runs asked for, a paragraph each; nothing found says so. */
export function triedMessage({ of, tried, total, more }: TriedView): Message {
  if (tried.length === 0) {
    const words = `There are no runs ${of}`.trim();
    return message(`${words}.`, [section(`${words}.`)]);
  }
  const head =
    total > tried.length ? `${tried.length} of ${plural(total, "run")} ${of}` : `${plural(total, "run")} ${of}`;
  const lines = tried.map(lineOf);
  return message(joined([`${head.trim()}, newest first.`, ...tried.map(spokenOf)], " "), [
    header(head.trim()),
    ...inSections(lines),
    ...(more === null ? [] : [context("The line for the earlier ones:"), preformatted(more)]),
  ]);
}

/** A section holds 3,000 characters: a few lines each keeps every one whole. */
function inSections(lines: Words[]) {
  const parts = Array.from({ length: Math.ceil(lines.length / perSection) }, (_, n) =>
    lines.slice(n * perSection, (n + 1) * perSection),
  );
  return parts.map((part) => section(joined(part, "\n")));
}

function lineOf({ run, ...result }: Tried): Words {
  const when = date(new Date(run.createdAt).getTime());
  return mrkdwn`${bold(shortId(run._id))} ${run.title} · by ${mention(run.requestedBy)} ${when} · ${run.status}${resultWords(result)} · ${costOf({ run, ...result })}`;
}

const spokenOf = ({ run, ...result }: Tried): Words =>
  mrkdwn`${shortId(run._id)}: ${run.title}, by ${mention(run.requestedBy)}, ${run.status}${resultWords(result)}, ${costOf({ run, ...result })}.`;

function resultWords({ evaluation, comparison }: Omit<Tried, "run">): string {
  const summary = evaluation?.summary;
  const score = summary
    ? `: ${points(summary.mean)} (${interval(summary.low, summary.high)}) on ${evaluation.split} of v${evaluation.dataset}`
    : "";
  return `${score}${comparison ? `, ${comparison.result.verdict}` : ""}`;
}

/** What is unknown says so and is never 0. */
function costOf({ run }: Tried): string {
  const spent = spentUsd(run);
  if (!run.steps.some(({ unknownCost }) => unknownCost)) return dollars(spent);
  return spent === 0 ? "cost unknown" : `at least ${dollars(spent)}`;
}
