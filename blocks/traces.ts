import type { KnownBlock } from "@slack/types";
import type { SeenTrace } from "../models/draft.ts";
import type { Seen, ShownTrace } from "../models/seen.ts";
import { plural } from "./figures.ts";
import {
  bold,
  code,
  context,
  cut,
  date,
  header,
  joined,
  link,
  type Markup,
  type Message,
  message,
  mrkdwn,
  preformatted,
  section,
  type Words,
} from "./kit.ts";
import { readable } from "./readable.ts";

/** What Helix saw of production: counts, what became of it, what was left out and why, and the last few traces. */
export function tracesMessage(all: Seen[]): Message {
  const [only] = all;
  if (!only) return message("No program is registered yet.", [section("No program is registered yet.")]);
  if (all.length > 1) return severalMessage(all);
  const lines = linesOf(only);
  const latest = only.latest.map(traceWords);
  const said = mrkdwn`Traces of ${only.program.name}. ${joined(lines, " ")} ${latest.length > 0 ? joined([mrkdwn`The latest: ${joined(latest, "; ")}.`], "") : ""}`;
  return message(said, [
    header(`Traces of ${only.program.name}`),
    section(joined(lines, "\n")),
    ...only.latest.flatMap(traceBlocks),
    context(mrkdwn`${code(`/helix digest ${only.program.name}`)} reads new traces now.`),
  ]);
}

function severalMessage(all: Seen[]): Message {
  const lines = all.map((seen) => mrkdwn`${bold(seen.program.name)}: ${joined(linesOf(seen), " ")}`);
  return message(joined(lines, " "), [
    ...lines.map((line) => section(line)),
    context(mrkdwn`Name one to see its latest traces: ${code(`/helix traces ${all[0]?.program.name ?? ""}`)}`),
  ]);
}

function linesOf(seen: Seen): Words[] {
  const { program, total, oldest, newest } = seen;
  if (!program.config.traces && total === 0)
    return ["No trace source is configured in helix.yaml, so nothing was read."];
  if (total === 0) return [readWords(seen), "No trace was read yet."];
  return [
    readWords(seen),
    mrkdwn`${plural(total, "trace")} read, from ${when(oldest)} to ${when(newest)}.`,
    fateWords(seen),
    draftWords(seen),
    ...leftOutWords(seen),
  ];
}

const when = (at: Date | string | null): Words => (at === null ? "an unknown time" : date(new Date(at).getTime()));

function readWords({ program, lastSince }: Seen): Words {
  const { tracesReadTo } = program;
  if (!tracesReadTo) return "Traces have not been read yet.";
  return mrkdwn`Read last: the time from ${when(lastSince)} to ${when(tracesReadTo)}.`;
}

function fateWords({ fates }: Seen): string {
  const parts = [
    plural(fates.draft ?? 0, "new input"),
    plural(fates["duplicate of a draft"] ?? 0, "exact repetition"),
    `${fates["already labelled"] ?? 0} labelled already`,
    `${fates.rejected ?? 0} left out`,
  ];
  return `Of these: ${parts.join(", ")}.`;
}

function draftWords({ drafts, nearDuplicates }: Seen): string {
  const waits = (drafts.drafted ?? 0) + (drafts.undrafted ?? 0);
  const parts = [
    `${plural(waits, "label draft")} ${waits === 1 ? "waits" : "wait"}`,
    `${drafts.gated ?? 0} asked about now`,
    `${drafts.labelled ?? 0} labelled by people`,
    `${drafts.rejected ?? 0} rejected`,
    `${drafts.undraftable ?? 0} that no model could draft`,
  ];
  return `Their inputs: ${parts.join(", ")}; ${plural(nearDuplicates, "near-duplicate")} of an example among those that wait.`;
}

function leftOutWords({ leftOut, fates }: Seen): string[] {
  if (leftOut.length === 0) return [];
  const told = leftOut.reduce((sum, { traces }) => sum + traces, 0);
  const more = (fates.rejected ?? 0) - told;
  const reasons = leftOut.map(({ reason, traces }) => `${cut(reason, 160)} (${traces})`);
  return [`Left out because: ${[...reasons, ...(more > 0 ? [`other reasons (${more})`] : [])].join("; ")}.`];
}

const fateShort: Record<SeenTrace["fate"], string> = {
  draft: "new input",
  "duplicate of a draft": "exact repetition",
  "already labelled": "labelled already",
  rejected: "left out",
};

function traceWords({ trace, url }: ShownTrace): Markup {
  const id = cut(trace.traceId, 12);
  const why = trace.fate === "rejected" && trace.reason ? `: ${cut(trace.reason, 160)}` : "";
  return mrkdwn`${url ? link(url, id) : code(id)} of ${when(trace.at)}, ${fateShort[trace.fate]}${why}`;
}

const shownLetters = 400;

function traceBlocks(shown: ShownTrace): KnownBlock[] {
  const { draft } = shown;
  if (!draft) return [section(traceWords(shown))];
  const answer = draft.output ? `\nanswered\n${cut(readable(draft.output), shownLetters)}` : "";
  return [section(traceWords(shown)), preformatted(`${cut(readable(draft.inputs), shownLetters)}${answer}`)];
}
