import { plural } from "../../blocks/figures.ts";
import type { Program } from "../../models/program.ts";
import { dealsAlike, statedDefinition } from "../../models/split.ts";
import type { Conflict, Refusal } from "./import-plan.ts";
import type { Imported } from "./import-version.ts";
import type { Neighbour } from "./keep.ts";

const mostNamed = 10;

/** What an import came to, a sentence each; rows that need a person are named, up to ten of a kind. */
export function importWords(imported: Omit<Imported, "words">, program: Pick<Program, "config">): string[] {
  const { refused, repeated, conflicts, kept, otherSplit, rowOf } = imported;
  const conflictWords = ({ row, neighbour }: Conflict) => `${row} resembles ${cited(neighbour, rowOf)}`;
  const bridges = refused.filter(({ why }) => why === "bridge");
  const twice = refused.filter(({ why }) => why === "twice");
  return [
    versionWords(imported),
    bridges.length > 0 &&
      `${rows(bridges, "was", "were")} left out: an example that resembles two splits would leak between them.\n${lines(bridges, bridgeWords)}`,
    twice.length > 0 &&
      `${rows(twice, "was", "were")} left out, because the same inputs stand there with another label: ${list(twice.map(({ row }) => row))}.`,
    repeated > 0 && `${plural(repeated, "row")} said again what an earlier row says: counted once.`,
    kept.length > 0 &&
      `${rows(kept, "says", "say")} another label than the dataset has, whose label was kept: ${list(kept.map(rowOf))}. Import with --replace to take the new ones.`,
    conflicts.length > 0 &&
      `${rows(conflicts, "is a near-duplicate", "are near-duplicates")} of an example with another label; look which is right:\n${lines(conflicts, conflictWords)}`,
    otherSplit.length > 0 &&
      `${rows(otherSplit, "names", "name")} another split than the stored one, which stays, or than what they resemble: ${list(otherSplit)}.`,
    otherDefinition(imported, program),
  ].filter((line) => line !== false);
}

function versionWords({ version, isNew, added, relabelled, unchanged }: Omit<Imported, "words">): string {
  const known = unchanged.length > 0 ? ` ${plural(unchanged.length, "row")} known already.` : "";
  if (!version) return "There is no dataset: no row could be imported.";
  if (!isNew) return `The dataset stays at v${version.number}: nothing in the rows is new.${known}`;
  const { train, val, test } = version.counts;
  const relabels = relabelled.length > 0 && `${plural(relabelled.length, "label")} replaced`;
  const what = [added.length > 0 && `${plural(added.length, "example")} imported`, relabels].filter(Boolean).join(", ");
  return `Dataset v${version.number}: ${what}, not reviewed (${train} train, ${val} val, ${test} test).${known}`;
}

function bridgeWords({ row, neighbours }: Refusal): string {
  return `${row} resembles ${neighbours.map((each) => cited(each)).join(" and ")}`;
}

function cited({ key, inputs, split, similarity }: Neighbour, rowOf?: (key: string) => string): string {
  const text = JSON.stringify(inputs);
  const place = rowOf?.(key) ?? "a row";
  const where = place === "a row" ? "" : `${place}, `;
  return `${text.length > 120 ? `${text.slice(0, 120)}…` : text} (${where}${split}, ${Math.round(similarity * 100)} % alike)`;
}

const rows = (all: readonly unknown[], one: string, many: string): string =>
  `${plural(all.length, "row")} ${all.length === 1 ? one : many}`;

const lines = <T>(all: readonly T[], words: (each: T) => string): string =>
  [...all.slice(0, mostNamed).map(words), ...more(all.length)].map((line) => `  ${line}`).join("\n");

const list = (names: readonly string[]): string => [...names.slice(0, mostNamed), ...more(names.length)].join(", ");

const more = (count: number): string[] => (count > mostNamed ? [`and ${count - mostNamed} more`] : []);

function otherDefinition(
  { version, isNew }: Omit<Imported, "words">,
  { config }: Pick<Program, "config">,
): string | false {
  if (!version || (isNew && version.number === 1)) return false;
  const { grouping } = version.splitDefinition;
  return (
    !dealsAlike({ ...statedDefinition(config.splits), grouping }, version.splitDefinition) &&
    `helix.yaml states other splits than the dataset has (${grouping === "near" ? "" : "dealt one by one, "}definition ${version.splitDefinition.version}); new examples are dealt by the dataset's. \`npm run helix -- resplit\` deals all of them anew.`
  );
}
