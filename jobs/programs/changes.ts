import { hashOf } from "../../models/canonical.ts";
import type { Program } from "../../models/program.ts";
import type { Snapshot } from "../../models/snapshot.ts";

/** A program as it stands at one revision. */
export type Revision = Pick<Program, "config" | "described"> & { files: Snapshot["files"] };

const mostNamed = 6;

/** What changed from one revision to the next, a sentence each; empty when nothing did. */
export function changesBetween(before: Revision, after: Revision): string[] {
  const keys = changedKeys(before.config, after.config);
  const packages = changedPackages(before.described, after.described);
  return [
    before.described.programSource !== after.described.programSource &&
      `The program's source changed${named(changedFiles(before, after))}: what is deployed was made from the earlier one.`,
    before.described.metricSource !== after.described.metricSource &&
      "The metric's source changed: evaluations by the earlier one are not comparable until they are scored again.",
    before.described.baseState !== after.described.baseState && "The prompts the program starts from changed.",
    keys.length > 0 && `helix.yaml changed at ${listed(keys)}.`,
    packages.length > 0 && `Packages changed: ${listed(packages)}.`,
    dataChanged(before, after) &&
      "Its data changed; the dataset stays as it is until `npm run helix -- add <folder> --data` imports what is new.",
  ].filter((line) => line !== false);
}

/** Whether the file that `data:` names is another one, or has other contents. */
export function dataChanged(before: Revision, after: Revision): boolean {
  const blob = ({ config, files }: Revision) => files.find(({ path }) => path === config.data)?.blob ?? config.data;
  return blob(before) !== blob(after);
}

function changedKeys(before: object, after: object): string[] {
  const [a, b] = [before, after] as Record<string, unknown>[];
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])];
  return keys.filter((key) => hashOf({ value: a?.[key] ?? null }) !== hashOf({ value: b?.[key] ?? null })).sort();
}

function changedPackages(
  { packages: before }: Program["described"],
  { packages: after }: Program["described"],
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} ${before[name] ?? "none"} → ${after[name] ?? "none"}`);
}

function changedFiles({ files: before }: Revision, { files: after }: Revision): string[] {
  const blobs = new Map(before.map(({ path, blob }) => [path, blob]));
  const gone = before.map(({ path }) => path).filter((path) => !after.some((file) => file.path === path));
  const changed = after.filter(({ path, blob }) => blobs.get(path) !== blob).map(({ path }) => path);
  return [...changed, ...gone].filter((path) => path.endsWith(".py"));
}

const named = (paths: string[]): string => (paths.length > 0 ? ` (${listed(paths)})` : "");

function listed(words: string[]): string {
  const more = words.length - mostNamed;
  return [...words.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}
