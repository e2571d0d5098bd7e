import type { IngestCounts } from "../models/digest.ts";
import { shortId } from "../models/ids.ts";
import type { Run } from "../models/run.ts";
import { type Standing, staleness } from "../models/standing.ts";
import { plural } from "./figures.ts";
import {
  bold,
  context,
  type DataTable,
  dataTable,
  date,
  figure,
  header,
  joined,
  type Message,
  message,
  mrkdwn,
  section,
  type Words,
} from "./kit.ts";
import { questionWords } from "./reminder.ts";
import { scoreWords } from "./standing.ts";

/** Today's digest of one program: traces, new drafts, waiting gates, and how old the deployed evaluation is. */
export function digestMessage(standing: Standing, counts: IngestCounts | null, state: Run["status"]): Message {
  const { program, deployment, gates } = standing;
  const deployed = `Deployed is d${deployment.number}: ${scoreWords(standing)}, ${staleness(standing)}.`;
  const read = counts ? tracesLine(counts) : readingLine(state);
  const lines: Words[] = [
    read,
    ...(counts && counts.rejected > 0
      ? [`${plural(counts.rejected, "trace")} could not be used: ${whyUnusable}.`]
      : []),
    draftsLine(standing),
    waitingLine(standing),
    deployed,
  ];
  return message(mrkdwn`Digest of ${program.name}. ${joined(lines, " ")}`, [
    header(`Digest of ${program.name}`),
    ...(counts?.since ? [] : [section(read)]),
    dataTable(digestTable(standing, counts)),
    section(joined([...(gates.length > 0 ? [waitingLine(standing)] : []), deployed], "\n")),
    ...(counts?.since
      ? [
          context(
            mrkdwn`traces${counts.source ? ` in ${counts.source}` : ""} since ${date(new Date(counts.since).getTime())}`,
          ),
        ]
      : []),
  ]);
}

const whyUnusable = "the fields did not parse, or the call had failed";

function digestTable({ program, drafts, gates }: Standing, counts: IngestCounts | null): DataTable {
  const traces: DataTable["rows"] = counts?.since
    ? [
        ["new traces", count(counts.read), known(counts)],
        ...(counts.rejected > 0 ? [["unusable traces", count(counts.rejected), whyUnusable]] : []),
        ["new label drafts", count(counts.drafted), ""],
      ]
    : [];
  const posted = drafts > 0 ? `/helix review ${program.name} posts them` : "";
  return {
    caption: `What is new and what waits, ${program.name}`,
    columns: ["what", "count", "about it"],
    isBare: true,
    rows: [
      ...traces,
      ["labels to review", count(drafts), posted],
      ["questions that wait", count(gates.length), gates.length > 0 ? "listed below" : ""],
    ],
  };
}

const count = (n: number) => figure(n, n === 0 ? "none" : String(n));

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
  const more = known(counts);
  return `${plural(counts.read, "new trace")}${more && ` (${more})`}, ${plural(counts.drafted, "new label draft")}.`;
}

/** Which of the traces are no news. */
const known = ({ duplicates, labelled }: IngestCounts): string =>
  [duplicates > 0 && plural(duplicates, "exact repetition"), labelled > 0 && `${labelled} labelled already`]
    .filter(Boolean)
    .join(", ");

function draftsLine({ drafts, program }: Standing): string {
  if (drafts === 0) return "No drafted label waits for review.";
  return `${plural(drafts, "drafted label")} ${drafts === 1 ? "waits" : "wait"} for review; /helix review ${program.name} posts them.`;
}
