import { randomUUID } from "node:crypto";
import { exactKey, hashOf } from "../../models/canonical.ts";
import { exampleId, type Label, Labels, latestVersion, type Member, membersOf } from "../../models/dataset.ts";
import type { Program } from "../../models/program.ts";
import { type SplitDefinition, statedDefinition } from "../../models/split.ts";
import type { GoldRow } from "../importing.ts";
import { type Ground, keepExamples, type Neighbour } from "./keep.ts";

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

/** What an import has taken so far: of each row its key and the hash of its label, and what a person has to know. */
export interface Plan {
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
  /** Rows that say again what an earlier row said. */
  repeated: number;
  refused: Refusal[];
  conflicts: Conflict[];
  otherSplit: string[];
}

export async function startPlan(
  { team, name, config }: Program,
  by: string,
  options: ImportOptions,
  at: Date,
): Promise<Plan> {
  const parent = await latestVersion(team, name);
  const members = parent ? await membersOf(parent._id) : [];
  return {
    ...{ team, program: name, by, at, options, batch: `import-${randomUUID()}` },
    definition: parent?.splitDefinition ?? statedDefinition(config.splits),
    labels: new Map(members.map(({ key, label }) => [key, label])),
    ...{ coming: new Map(), rows: new Map(), count: 0, repeated: 0, refused: [], conflicts: [], otherSplit: [] },
  };
}

interface Coming extends GoldRow {
  key: string;
  labelHash: string;
  row: string;
}

/** Takes some rows: examples with their split, labels of what may enter, and what is remarkable about them. */
export async function takeRows(plan: Plan, ground: Ground, piece: GoldRow[]): Promise<void> {
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
  if (earlier.labelHash === labelHash) plan.repeated += 1;
  else plan.refused.push({ row: `${row}, after ${earlier.row}`, why: "twice", neighbours: [] });
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
