import type { DatasetVersion } from "../models/dataset.ts";
import { plural } from "./figures.ts";
import {
  bold,
  code,
  context,
  date,
  header,
  joined,
  type Message,
  message,
  mrkdwn,
  people,
  section,
  type Words,
} from "./kit.ts";

const shown = 15;
const perSection = 5;

/** The versions of one program's dataset, newest first. */
export function datasetsMessage(program: string, versions: DatasetVersion[]): Message {
  const [newest] = versions;
  if (!newest) {
    const words = `${program} has no dataset yet: an operator adds data with helix.yaml, or labels come through review.`;
    return message(words, [section(words)]);
  }
  const lines = versions.slice(0, shown).map(lineOf);
  const parts = Array.from({ length: Math.ceil(lines.length / perSection) }, (_, n) =>
    lines.slice(n * perSection, (n + 1) * perSection),
  );
  const head = `The dataset of ${program} is at v${newest.number}`;
  return message(joined([`${head}.`, ...versions.slice(0, shown).map(spokenOf)], " "), [
    header(head),
    ...parts.map((part) => section(joined(part, "\n"))),
    ...(versions.length > shown ? [context(`${versions.length - shown} earlier versions are not shown`)] : []),
    ...(versions.length > 1
      ? [
          context(
            mrkdwn`What changed between two: ${code(`/helix datasets ${program} v${newest.number - 1} v${newest.number}`)}`,
          ),
        ]
      : []),
  ]);
}

function lineOf(version: DatasetVersion): Words {
  const { number, author, at, hash } = version;
  return mrkdwn`${bold(`v${number}`)} ${causeOf(version)} by ${people(author)} ${date(new Date(at).getTime())}: ${sizeOf(version)} · ${code(hash.slice(0, 12))}`;
}

const spokenOf = (version: DatasetVersion): Words =>
  mrkdwn`v${version.number}, ${causeOf(version)} by ${people(version.author)}: ${sizeOf(version)}.`;

/** An import is marked as not reviewed wherever it is shown. */
const causeOf = ({ cause, note }: DatasetVersion): string => (note === "" ? cause : `${cause} (${note})`);

function sizeOf({ counts: { train, val, test }, added, changed }: DatasetVersion): string {
  const total = plural(train + val + test, "example");
  return `${total} (${train} train, ${val} val, ${test} test), ${added} added, ${changed} changed`;
}
