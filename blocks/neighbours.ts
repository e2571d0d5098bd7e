import { isDeepStrictEqual } from "node:util";
import type { DraftNeighbour } from "../models/draft.ts";
import { cut, joined, type Markup, mrkdwn, preformatted, section } from "./kit.ts";
import { onOneLine } from "./readable.ts";

type Label = Record<string, unknown>;

/** What a reviewer has to know about the inputs that resemble this one, a sentence each; none where nothing is remarkable. */
export function neighbourWarnings(label: Label, neighbours: readonly DraftNeighbour[]): Markup[] {
  const [first, other] = bridgeIn(neighbours) ?? [];
  const same = neighbours.find(({ isSame }) => isSame);
  const conflicts = neighbours.filter((each) => each.near && !each.isSame && isOtherLabel(each, label));
  return [
    first &&
      other &&
      mrkdwn`It resembles an example of ${first.split} and one of ${other.split}, so it would leak between the splits: an approved label is kept, but does not enter the dataset.`,
    same &&
      (isOtherLabel(same, label)
        ? mrkdwn`The dataset has this very input with another label (${labelText(same)}); approving replaces it.`
        : mrkdwn`The dataset has this very input with this label already.`),
    ...conflicts.map(
      (each) =>
        mrkdwn`A near-duplicate in the dataset has another label: ${labelText(each)}. Both stay; look which is right.`,
    ),
  ].filter((words) => words !== undefined);
}

/** The nearest examples of the dataset with their labels. */
export function neighbourBlocks(label: Label, neighbours: readonly DraftNeighbour[]) {
  if (neighbours.length === 0) return [];
  const warnings = neighbourWarnings(label, neighbours);
  return [
    ...warnings.map((words) => section(joined([mrkdwn`:warning:`, words], " "))),
    section("Nearest in the dataset:"),
    preformatted(cut(neighbours.map((each) => nearestText(each, label)).join("\n"), 1_500)),
  ];
}

/** Two near-duplicates in different splits, unless the input itself stands in the dataset: then it has its split. */
export function bridgeIn(neighbours: readonly DraftNeighbour[]): [DraftNeighbour, DraftNeighbour] | null {
  if (neighbours.some(({ isSame }) => isSame)) return null;
  const near = neighbours.filter((each) => each.near);
  const [first] = near;
  const other = near.find(({ split }) => split !== first?.split);
  return first && other ? [first, other] : null;
}

const isOtherLabel = (neighbour: DraftNeighbour, label: Label): boolean => !isDeepStrictEqual(neighbour.label, label);

const labelText = ({ label }: DraftNeighbour): string => cut(onOneLine(JSON.stringify(label)), 300);

function nearestText(neighbour: DraftNeighbour, label: Label): string {
  const { inputs, similarity, split, near, isSame } = neighbour;
  const how = isSame ? "the same input" : `${Math.round(similarity * 100)} % alike${near ? ", near-duplicate" : ""}`;
  const says = isOtherLabel(neighbour, label) ? labelText(neighbour) : "the same label";
  return `${how} (${split}): ${cut(onOneLine(JSON.stringify(inputs)), 220)} → ${says}`;
}
