import type { ChangeKind, ShownChange, VersionChanges } from "../models/dataset-changes.ts";
import { plural } from "./figures.ts";
import { bold, code, context, cut, header, joined, type Message, message, mrkdwn, section, type Words } from "./kit.ts";
import { onOneLine } from "./readable.ts";

const kinds: ChangeKind[] = ["added", "removed", "relabelled", "moved"];
const shownPerKind = 5;

const titles: Record<ChangeKind, string> = {
  added: "Added",
  removed: "Removed",
  relabelled: "Another label",
  moved: "In another split",
};

/** What changed from one version of a dataset to another: how many of each kind, and the first of each with contents. */
export function datasetChangesMessage(program: string, changes: VersionChanges): Message {
  const { from, to, shown } = changes;
  const head = `From v${from.number} to v${to.number} of ${program}`;
  const counts = countWords(changes);
  return message(`${head}: ${counts}.`, [
    header(head),
    section(`${counts}.`),
    ...kinds.flatMap((kind) => examplesOf(kind, shown, changes.counts[kind])),
    context(mrkdwn`v${from.number} ${code(from.hash.slice(0, 12))} · v${to.number} ${code(to.hash.slice(0, 12))}`),
  ]);
}

function countWords({ counts, moves, isOtherDefinition }: VersionChanges): string {
  const moved = Object.entries(moves).map(([way, n]) => `${n} ${way}`);
  const parts = [
    counts.added > 0 && `${plural(counts.added, "example")} added`,
    counts.removed > 0 && `${plural(counts.removed, "example")} removed`,
    counts.relabelled > 0 && `${plural(counts.relabelled, "label")} changed`,
    counts.moved > 0 && `${plural(counts.moved, "example")} moved to another split (${moved.join(", ")})`,
  ].filter(Boolean);
  const what = parts.length > 0 ? parts.join(", ") : "nothing changed";
  const definition = isOtherDefinition
    ? "; the splits are defined differently, so evaluations on the two are not comparable"
    : "";
  return `${what}, ${plural(counts.unchanged, "example")} as before${definition}`;
}

function examplesOf(kind: ChangeKind, shown: ShownChange[], total: number) {
  const these = shown.filter((change) => change.kinds.includes(kind)).slice(0, shownPerKind);
  if (these.length === 0) return [];
  const more = total - these.length;
  return [
    section(joined([mrkdwn`${bold(titles[kind])}`, ...these.map((change) => lineOf(kind, change))], "\n")),
    ...(more > 0 ? [context(`and ${more} more`)] : []),
  ];
}

const inShort = (values: Record<string, unknown>): string => cut(onOneLine(JSON.stringify(values)), 160);

/** The input, and what about it changed. */
function lineOf(kind: ChangeKind, { inputs, before, after }: ShownChange): Words {
  const input = inShort(inputs);
  const label = (side: ShownChange["before"]) => inShort(side?.label ?? {});
  switch (kind) {
    case "added":
      return `• ${input} → ${label(after)} (${after?.split})`;
    case "removed":
      return `• ${input} → ${label(before)} (${before?.split})`;
    case "relabelled":
      return `• ${input}: was ${label(before)}, is ${label(after)}`;
    case "moved":
      return `• ${input}: from ${before?.split} to ${after?.split}`;
  }
}
