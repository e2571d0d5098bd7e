import type { IngestCounts } from "../models/digest.ts";
import { shortId } from "../models/ids.ts";
import type { Run } from "../models/run.ts";
import { type Standing, staleness } from "../models/standing.ts";
import { plural } from "./figures.ts";
import { bold, context, date, header, joined, type Message, message, mrkdwn, section, type Words } from "./kit.ts";
import { questionWords } from "./reminder.ts";
import { scoreWords } from "./standing.ts";

/** Today's digest of one program: traces, new drafts, waiting gates, and how old the deployed evaluation is. */
export function digestMessage(standing: Standing, counts: IngestCounts | null, state: Run["status"]): Message {
  const { program } = standing;
  const lines: Words[] = [
    counts ? tracesLine(counts) : readingLine(state),
    ...(counts && counts.rejected > 0
      ? [`${plural(counts.rejected, "trace")} could not be used: the fields did not parse, or the call had failed.`]
      : []),
    draftsLine(standing),
    waitingLine(standing),
    `Deployed is d${standing.deployment.number}: ${scoreWords(standing)}, ${staleness(standing)}.`,
  ];
  return message(mrkdwn`Digest of ${program.name}. ${joined(lines, " ")}`, [
    header(`Digest of ${program.name}`),
    section(joined(lines, "\n")),
    ...(counts?.since
      ? [
          context(
            mrkdwn`traces${counts.source ? ` in ${counts.source}` : ""} since ${date(new Date(counts.since).getTime())}`,
          ),
        ]
      : []),
  ]);
}

const listed = 10;

function waitingLine({ gates }: Standing): Words {
  if (gates.length === 0) return "No question waits for a decision.";
  const lines = gates
    .slice(0, listed)
    .map(
      (gate) => mrkdwn`${bold(shortId(gate._id))} (${questionWords(gate)}) since ${date(new Date(gate.at).getTime())}`,
    );
  const more = gates.length > listed ? [mrkdwn`${gates.length - listed} more`] : [];
  return mrkdwn`${plural(gates.length, "question")} ${gates.length === 1 ? "waits" : "wait"} for a decision: ${joined([...lines, ...more], ", ")}.`;
}

/** While the run that reads them has not got that far. */
function readingLine(state: Run["status"]): string {
  if (state === "cancelled") return "Traces were not read: it was cancelled.";
  return state === "queued" ? "Traces are read as soon as a worker is free." : "Traces are being read.";
}

function tracesLine(counts: IngestCounts): string {
  if (!counts.since) return "No trace source is configured in helix.yaml.";
  const more = [
    counts.duplicates > 0 ? `${plural(counts.duplicates, "exact repetition")}` : "",
    counts.labelled > 0 ? `${counts.labelled} labelled already` : "",
  ].filter(Boolean);
  return `${plural(counts.read, "new trace")}${more.length > 0 ? ` (${more.join(", ")})` : ""}, ${plural(counts.drafted, "new label draft")}.`;
}

function draftsLine({ drafts, program }: Standing): string {
  if (drafts === 0) return "No drafted label waits for review.";
  return `${plural(drafts, "drafted label")} ${drafts === 1 ? "waits" : "wait"} for review; /helix review ${program.name} posts them.`;
}
