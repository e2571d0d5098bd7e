import { randomUUID } from "node:crypto";
import { exactKey, hashOf } from "../../models/canonical.ts";
import {
  type DatasetVersion,
  DatasetVersions,
  exampleId,
  type Label,
  Labels,
  latestVersion,
  type Member,
  membersOf,
} from "../../models/dataset.ts";
import { type Merged, mergeMembers } from "../../models/merge-members.ts";
import type { Program } from "../../models/program.ts";
import { type SplitDefinition, statedDefinition } from "../../models/split.ts";
import { writeVersion } from "../datasets.ts";
import type { Deps } from "../deps.ts";
import type { GoldRow } from "../importing.ts";
import { batches } from "./batches.ts";
import { importWords } from "./import-words.ts";
import { type Ground, keepExamples, type Neighbour } from "./keep.ts";
import { withNear } from "./near.ts";

export interface ImportOptions {
  /** A row that says another label for a known example replaces it; without this the known label is kept and the row named. */
  replace?: boolean;
  /** Where the rows come from, as people call it. */
  source?: string;
}

/** A row that was left out: it would join two splits, or it stands twice with two labels. */
export interface Refusal {
  row: string;
  why: "bridge" | "twice";
  neighbours: Neighbour[];
}

/** A row that resembles an example with another label. */
export interface Conflict {
  row: string;
  neighbour: Neighbour;
}

export interface Imported extends Pick<Merged, "added" | "relabelled" | "kept" | "unchanged"> {
  /** The version that was made, or the newest as it stays; null: there is no dataset. */
  version: DatasetVersion | null;
  isNew: boolean;
  refused: Refusal[];
  conflicts: Conflict[];
  /** Rows whose stated split is not the stored one (which stays), or not that of what they resemble (which is as stated). */
  otherSplit: string[];
  rowOf: (key: string) => string;
  /** All of it as sentences. */
  words: string[];
}

const rowsAtOnce = 500;

/**
 * An operator's import: checked rows become the next dataset version, "imported, not reviewed", and an audit record. Rows
 * are streamed: what is held of each is its key and the hash of its label. Importing the same again makes no version.
 */
export async function importRows(
  deps: Pick<Deps, "python" | "packages" | "audit" | "now">,
  program: Program,
  rows: Iterable<GoldRow> | AsyncIterable<GoldRow>,
  by: string,
  options: ImportOptions = {},
): Promise<Imported> {
  await settleImports(program.team, program.name);
  const plan = await startPlan(program, by, options, deps.now());
  const take = async (ground: Ground) => {
    for await (const piece of batches(rows, rowsAtOnce)) await takeRows(plan, ground, piece);
  };
  const ground = { team: program.team, program: program.name, definition: plan.definition };
  if (plan.definition.grouping === "near") await withNear(deps, (near) => take({ ...ground, near }));
  else await take({ ...ground, near: null });
  const imported = await makeVersion(plan);
  if (imported.isNew && imported.version) await record(deps, plan, imported, imported.version);
  return { ...imported, words: importWords(imported, program) };
}

interface Plan {
  team: string;
  program: string;
  by: string;
  at: Date;
  options: ImportOptions;
  batch: string;
  definition: SplitDefinition;
  /** The parent's labels by key. */
  labels: Map<string, string>;
  coming: Map<string, Member>;
  /** The first row of each key. */
  rows: Map<string, { row: string; labelHash: string }>;
  count: number;
  refused: Refusal[];
  conflicts: Conflict[];
  otherSplit: string[];
}

async function startPlan({ team, name, config }: Program, by: string, options: ImportOptions, at: Date): Promise<Plan> {
  const parent = await latestVersion(team, name);
  const members = parent ? await membersOf(parent._id) : [];
  return {
    ...{ team, program: name, by, at, options, batch: `import-${randomUUID()}` },
    definition: parent?.splitDefinition ?? statedDefinition(config.splits),
    labels: new Map(members.map(({ key, label }) => [key, label])),
    ...{ coming: new Map(), rows: new Map(), count: 0, refused: [], conflicts: [], otherSplit: [] },
  };
}

interface Coming extends GoldRow {
  key: string;
  labelHash: string;
  row: string;
}

async function takeRows(plan: Plan, ground: Ground, piece: GoldRow[]): Promise<void> {
  const coming = piece.map((row) => named(plan, row)).filter((row) => isFirst(plan, row));
  const places = await keepExamples(ground, coming);
  const entering = coming.filter((row) => {
    const place = places.get(row.key);
    if (place?.bridge) plan.refused.push({ row: row.row, why: "bridge", neighbours: place.bridge });
    if (!place?.split) return false;
    if (row.split && (place.split !== row.split || place.near.some(({ split }) => split !== row.split)))
      plan.otherSplit.push(row.row);
    plan.coming.set(row.key, { key: row.key, label: row.labelHash, split: place.split });
    return true;
  });
  await storeLabels(
    plan,
    entering.filter((row) => mayEnter(plan, row)),
  );
  for (const { key, row, labelHash } of entering)
    for (const neighbour of places.get(key)?.near ?? []) {
      const other = plan.coming.get(neighbour.key)?.label ?? plan.labels.get(neighbour.key);
      if (other && other !== labelHash) plan.conflicts.push({ row, neighbour });
    }
}

function named(plan: Plan, row: GoldRow): Coming {
  plan.count += 1;
  const place =
    row.line === undefined || row.line === plan.count ? `row ${plan.count}` : `row ${plan.count} (line ${row.line})`;
  return { ...row, key: exactKey(row.inputs), labelHash: hashOf(row.label), row: place };
}

/** The same inputs once more: with the same label they say nothing new, with another they contradict the earlier row. */
function isFirst(plan: Plan, { key, labelHash, row }: Coming): boolean {
  const earlier = plan.rows.get(key);
  if (earlier === undefined) {
    plan.rows.set(key, { row, labelHash });
    return true;
  }
  if (earlier.labelHash !== labelHash)
    plan.refused.push({ row: `${row}, after ${earlier.row}`, why: "twice", neighbours: [] });
  return false;
}

const mayEnter = ({ labels, options }: Plan, { key, labelHash }: Coming): boolean => {
  const known = labels.get(key);
  return known === undefined || (known !== labelHash && options.replace === true);
};

async function storeLabels(plan: Plan, entering: readonly Coming[]): Promise<void> {
  if (entering.length === 0) return;
  const { team, program, batch, by, at } = plan;
  const labels = entering.map(
    ({ key, labelHash, label }): Label => ({
      ...{ _id: `${exampleId(team, program, key)}-${batch}`, team, program, key, labelHash, label },
      ...{ source: "import", gate: null, by, at, batch, version: null, refused: null },
    }),
  );
  await Labels.insertMany(labels, { ordered: false, lean: true });
}

type Outcome = Omit<Imported, "words">;

/** Writes the version, on top of whatever is newest by then. */
async function makeVersion(plan: Plan): Promise<Outcome> {
  const { team, program, batch, coming, refused, conflicts, otherSplit, rows } = plan;
  const rest = { refused, conflicts, otherSplit, rowOf: (key: string) => rows.get(key)?.row ?? "a row" };
  for (;;) {
    const parent = await latestVersion(team, program);
    const merged = mergeMembers(
      parent ? await membersOf(parent._id) : [],
      coming.values(),
      plan.options.replace ?? false,
    );
    const { members, ...fates } = merged;
    const enters = [...fates.added, ...fates.relabelled];
    if (enters.length === 0) {
      await Labels.deleteMany({ team, program, batch });
      return { ...fates, ...rest, version: parent, isNew: false };
    }
    const version = await writeVersion(wanted(plan, parent, fates), members);
    // Another writer was faster: its version is the parent now.
    if (version.batch !== batch) continue;
    await settleImport(version);
    return { ...fates, ...rest, version, isNew: true };
  }
}

function wanted(
  plan: Plan,
  parent: DatasetVersion | null,
  { added, relabelled }: Pick<Merged, "added" | "relabelled">,
) {
  const { team, program, by, at, batch, options } = plan;
  return {
    ...{ team, program, at, batch, author: by, run: null, cause: "import" as const },
    number: (parent?.number ?? 0) + 1,
    splitDefinition: parent?.splitDefinition ?? plan.definition,
    parent: parent?.number ?? null,
    added: added.length,
    changed: relabelled.length,
    note: `imported${options.source ? ` from ${options.source}` : ""}, not reviewed`,
  };
}

/** The labels of a version that is written carry its number; those of the import that did not enter go. */
async function settleImport({ _id, team, program, number, batch }: DatasetVersion): Promise<void> {
  const entered = new Map((await membersOf(_id)).map(({ key, label }) => [key, label]));
  const scope = { team, program, batch, version: null };
  const stale: string[] = [];
  for await (const label of Labels.find(scope, { key: 1, labelHash: 1 }).lean().cursor())
    if (entered.get(label.key) !== label.labelHash) stale.push(label._id);
  for await (const ids of batches(stale, 1_000)) await Labels.deleteMany({ _id: { $in: ids } });
  await Labels.updateMany(scope, { $set: { version: number } });
}

/** An import that was killed right after its version was written left its labels unnumbered. */
export async function settleImports(team: string, program: string): Promise<void> {
  const open = await Labels.distinct("batch", { team, program, source: "import", version: null });
  for (const version of await DatasetVersions.find({ team, program, batch: { $in: open } }).lean<DatasetVersion[]>())
    await settleImport(version);
}

async function record(
  { audit }: Pick<Deps, "audit">,
  { team, program, by, at, count, options }: Plan,
  { added, relabelled, kept, refused }: Outcome,
  { _id, number, hash }: DatasetVersion,
): Promise<void> {
  await audit.append({
    ...{ team, key: `import-${_id}`, kind: "import", at, by },
    body: {
      ...{ program, version: number, hash, rows: count, source: options.source ?? null },
      ...{ added: added.length, relabelled: relabelled.length, kept: kept.length, refused: refused.length },
    },
  });
}
