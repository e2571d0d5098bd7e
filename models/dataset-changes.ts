import {
  type DatasetVersion,
  DatasetVersions,
  Examples,
  eachMember,
  exampleId,
  Labels,
  type Member,
  versionId,
} from "./dataset.ts";
import { type Split, splitDefinitionHash } from "./split.ts";

export type ChangeKind = "added" | "removed" | "relabelled" | "moved";

/** One example that differs; both "relabelled" and "moved" when its label and its split changed. */
export interface MemberChange {
  key: string;
  kinds: ChangeKind[];
  before: Member | null;
  after: Member | null;
}

/**
 * What differs between two versions' members, both sorted by key as they are stored. Walks through them side by side and
 * holds one of each.
 */
export async function* memberChanges(
  before: AsyncIterable<Member> | Iterable<Member>,
  after: AsyncIterable<Member> | Iterable<Member>,
): AsyncGenerator<MemberChange> {
  const [left, right] = [walk(before), walk(after)];
  let [a, b] = [await left.next(), await right.next()];
  while (!a.done || !b.done) {
    const old = a.done ? null : a.value;
    const now = b.done ? null : b.value;
    const first = firstOf(old, now);
    const change = changeOf(first === "after" ? null : old, first === "before" ? null : now);
    if (change) yield change;
    if (first !== "after") a = await left.next();
    if (first !== "before") b = await right.next();
  }
}

async function* walk(members: AsyncIterable<Member> | Iterable<Member>): AsyncGenerator<Member, undefined> {
  yield* members;
  return undefined;
}

function firstOf(old: Member | null, now: Member | null): "before" | "after" | "both" {
  if (!now) return "before";
  if (!old || now.key < old.key) return "after";
  return old.key < now.key ? "before" : "both";
}

function changeOf(before: Member | null, after: Member | null): MemberChange | null {
  const kinds: ChangeKind[] = [];
  if (!before) kinds.push("added");
  if (!after) kinds.push("removed");
  if (before && after && before.label !== after.label) kinds.push("relabelled");
  if (before && after && before.split !== after.split) kinds.push("moved");
  const key = (before ?? after)?.key ?? "";
  return kinds.length > 0 ? { key, kinds, before, after } : null;
}

type Values = Record<string, unknown>;

/** A change as people read it. */
export interface ShownChange {
  key: string;
  kinds: ChangeKind[];
  inputs: Values;
  before: { label: Values; split: Split } | null;
  after: { label: Values; split: Split } | null;
}

export interface VersionChanges {
  from: DatasetVersion;
  to: DatasetVersion;
  /** All of them, also those not shown. */
  counts: Record<ChangeKind | "unchanged", number>;
  /** From where to where examples moved, as `train → test`, with how many. */
  moves: Record<string, number>;
  isOtherDefinition: boolean;
  /** The first of each kind with contents. */
  shown: ShownChange[];
}

/** So many of each kind are shown. */
const shownPerKind = 20;

/** What changed from version `a` to version `b` of a program; null when one of them is not there. */
export async function versionChanges(
  team: string,
  program: string,
  a: number,
  b: number,
): Promise<VersionChanges | null> {
  const [from, to] = await Promise.all([a, b].map((number) => theVersion(team, program, number)));
  if (!from || !to) return null;
  const { listed, changed, ...found } = await collect(from, to);
  const size = to.counts.train + to.counts.val + to.counts.test;
  const counts = { ...found.counts, unchanged: size - found.counts.added - changed };
  const isOtherDefinition = splitDefinitionHash(from.splitDefinition) !== splitDefinitionHash(to.splitDefinition);
  const shown = await withContents(team, program, listed);
  return { from, to, counts, moves: found.moves, isOtherDefinition, shown };
}

const theVersion = (team: string, program: string, number: number) =>
  DatasetVersions.findById(versionId(team, program, number)).lean<DatasetVersion>();

async function collect(from: DatasetVersion, to: DatasetVersion) {
  const counts = { added: 0, removed: 0, relabelled: 0, moved: 0 };
  const moves: Record<string, number> = {};
  const listed: MemberChange[] = [];
  let changed = 0;
  for await (const change of memberChanges(eachMember(from._id), eachMember(to._id))) {
    const { kinds, before, after } = change;
    if (kinds.some((kind) => counts[kind] < shownPerKind)) listed.push(change);
    for (const kind of kinds) counts[kind] += 1;
    if (before && after) changed += 1;
    if (!kinds.includes("moved")) continue;
    const move = `${before?.split} → ${after?.split}`;
    moves[move] = (moves[move] ?? 0) + 1;
  }
  return { counts, moves, listed, changed };
}

async function withContents(team: string, program: string, listed: MemberChange[]): Promise<ShownChange[]> {
  const keys = listed.map(({ key }) => key);
  const examples = await Examples.find({ _id: { $in: keys.map((key) => exampleId(team, program, key)) } }).lean();
  const labels = await Labels.find({ team, program, key: { $in: keys } }).lean();
  const inputsOf = new Map(examples.map(({ key, inputs }) => [key, inputs]));
  const labelOf = new Map(labels.map(({ key, labelHash, label }) => [`${key} ${labelHash}`, label]));
  const side = (member: Member | null) =>
    member && { label: labelOf.get(`${member.key} ${member.label}`) ?? {}, split: member.split };
  return listed.map(({ key, kinds, before, after }) => {
    const inputs = inputsOf.get(key) ?? {};
    return { key, kinds, inputs, before: side(before), after: side(after) };
  });
}
