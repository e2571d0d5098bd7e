import { plural } from "../../blocks/figures.ts";
import type { DatasetVersion } from "../../models/dataset.ts";

/** What dealing anew came to, a sentence each. */
export function resplitWords(version: DatasetVersion, moves: Record<string, number>, isNew: boolean): string[] {
  const { number, splitDefinition, counts } = version;
  if (!isNew)
    return [
      `helix.yaml states the splits the dataset has (definition ${splitDefinition.version}): it stays at v${number}.`,
    ];
  const { version: n, salt, train, val, test } = splitDefinition;
  const total = Object.values(moves).reduce((all, count) => all + count, 0);
  const which = Object.entries(moves).map(([move, count]) => `${count} ${move}`);
  return [
    `Dataset v${number} is dealt anew by split definition ${n} (train ${train}, val ${val}, test ${test}, salt ${salt}): ${counts.train} train, ${counts.val} val, ${counts.test} test.`,
    total === 0
      ? "No example changed its split."
      : `${plural(total, "example")} changed ${total === 1 ? "its" : "their"} split: ${which.join(", ")}.`,
    `Evaluations on earlier versions cannot be compared with those on v${number}: evaluate what is deployed on it.`,
  ];
}
