import { foldedKey } from "../../models/canonical.ts";
import { type Example, Examples, exampleId } from "../../models/dataset.ts";
import { assignSplit, definitionKey, type Split, type SplitDefinition } from "../../models/split.ts";
import { type Known, lookUp, type Seeker } from "./lookup.ts";
import type { Near, Signature } from "./near.ts";

export interface Newcomer {
  key: string;
  inputs: Record<string, unknown>;
  /** The split an exported file names; it holds as long as none is stored. */
  split?: Split | undefined;
}

export interface Neighbour {
  key: string;
  inputs: Record<string, unknown>;
  split: Split;
  similarity: number;
}

/** Where an example belongs; `bridge` names two neighbours it would join across splits, then it has no split. */
export interface Place {
  split: Split | null;
  bridge: [Neighbour, Neighbour] | null;
  /** Its near-duplicates, the most alike first. */
  near: Neighbour[];
  isNew: boolean;
}

export interface Ground {
  team: string;
  program: string;
  definition: SplitDefinition;
  /** Null where the definition's grouping is "none": every example is dealt by itself. */
  near: Near | null;
}

/**
 * Stores new examples with their split: what is stored already keeps its own, a near-duplicate inherits, the rest is dealt
 * by hash. One that would bridge two splits is not stored. The answer is by key; a few hundred newcomers at a time.
 */
export async function keepExamples(ground: Ground, newcomers: readonly Newcomer[]): Promise<Map<string, Place>> {
  const { team, program, definition } = ground;
  const idOf = ({ key }: { key: string }) => exampleId(team, program, key);
  const field = definitionKey(definition);
  const stored = new Map(
    (await Examples.find({ _id: { $in: newcomers.map(idOf) } }, { key: 1, splits: 1 }).lean()).map((each) => [
      each.key,
      each.splits[field],
    ]),
  );
  const places = new Map<string, Place>();
  for (const { key } of newcomers) {
    const split = stored.get(key);
    if (split) places.set(key, { split, bridge: null, near: [], isNew: false });
  }
  const fresh = newcomers.filter(({ key }) => !places.has(key));
  if (fresh.length === 0) return places;
  const seekers = await signed(ground, fresh);
  const neighbours = await neighboursOf(ground, seekers);
  for (const seeker of seekers) places.set(seeker.key, place(ground, seeker, neighbours(seeker.key), places));
  await store(ground, seekers, places);
  return withStoredSplits(ground, seekers, places);
}

type Signed = Seeker & { split?: Split | undefined };

async function signed({ near }: Ground, fresh: readonly Newcomer[]): Promise<Signed[]> {
  const signatures = near ? await near.sign(fresh.map(({ inputs }) => inputs)) : [];
  const none: Signature = { near: [], wide: [] };
  return fresh.map((newcomer, at) => ({
    ...newcomer,
    foldedKey: foldedKey(newcomer.inputs),
    signature: signatures[at] ?? none,
  }));
}

type Likely = Omit<Neighbour, "split"> & { splits: Known["splits"] };

/** Near-duplicates of each among what is stored, and among those that come with it. */
async function neighboursOf({ near, team, program }: Ground, seekers: readonly Signed[]) {
  const found = new Map<string, Likely[]>();
  const add = (key: string, likely: Likely) => found.set(key, [...(found.get(key) ?? []), likely]);
  if (near) {
    for (const [key, alike] of await lookUp(near, { team, program }, seekers))
      for (const { example, similarity } of alike.filter((each) => each.near)) add(key, { ...example, similarity });
    const pairs = pairsAmong(seekers);
    const likenesses = await near.compare(pairs.map(([a, b]) => [a.inputs, b.inputs] as const));
    for (const [at, [earlier, later]] of pairs.entries()) {
      const { near: isNear, similarity } = likenesses[at] ?? { near: false, similarity: 0 };
      if (isNear) add(later.key, { key: earlier.key, inputs: earlier.inputs, splits: {}, similarity });
    }
  }
  return (key: string): Likely[] => (found.get(key) ?? []).sort((a, b) => b.similarity - a.similarity);
}

/** For each, the earlier ones that share the most keys with it; the earlier one stands first in a pair. */
function pairsAmong(seekers: readonly Signed[]): [Signed, Signed][] {
  const sharing = new Map<number | string, Signed[]>();
  return seekers.flatMap((later): [Signed, Signed][] => {
    const shared = new Map<Signed, number>();
    for (const key of [...later.signature.near, later.foldedKey]) {
      const earlier = sharing.get(key) ?? [];
      for (const each of earlier) shared.set(each, (shared.get(each) ?? 0) + 1);
      sharing.set(key, earlier);
      earlier.push(later);
    }
    const likeliest = [...shared].sort(([, m], [, n]) => n - m).slice(0, mostCompared);
    return likeliest.map(([earlier]) => [earlier, later]);
  });
}

const mostCompared = 16;

function place(
  { definition }: Ground,
  { key, split }: Signed,
  likely: readonly Likely[],
  places: ReadonlyMap<string, Place>,
): Place {
  const near = likely.flatMap(({ splits, ...each }) => {
    const its = places.get(each.key)?.split ?? splits[definitionKey(definition)];
    return its ? [{ key: each.key, inputs: each.inputs, similarity: each.similarity, split: its }] : [];
  });
  const [first] = near;
  const other = near.find((each) => each.split !== first?.split);
  const stated = { bridge: null, near, isNew: true };
  if (split) return { ...stated, split };
  if (first && other) return { ...stated, split: null, bridge: [first, other] };
  return { ...stated, split: first?.split ?? assignSplit(definition, key) };
}

async function store({ team, program, definition }: Ground, seekers: readonly Signed[], places: Map<string, Place>) {
  const writes = seekers.flatMap(({ key, foldedKey: folded, inputs, signature }) => {
    const split = places.get(key)?.split;
    if (!split) return [];
    const _id = exampleId(team, program, key);
    const example: Omit<Example, "splits"> = {
      ...{ _id, team, program, key, foldedKey: folded, inputs },
      bands: [...signature.near, ...signature.wide],
    };
    return [{ updateOne: { filter: { _id }, update: { $setOnInsert: { ...example, splits: {} } }, upsert: true } }];
  });
  if (writes.length > 0) await Examples.bulkWrite(writes, { ordered: false });
  const field = `splits.${definitionKey(definition)}`;
  const deals = seekers.flatMap(({ key }) => {
    const split = places.get(key)?.split;
    const filter = { _id: exampleId(team, program, key), [field]: { $exists: false } };
    return split ? [{ updateOne: { filter, update: { $set: { [field]: split } } } }] : [];
  });
  if (deals.length > 0) await Examples.bulkWrite(deals, { ordered: false });
}

/** Somebody else may have stored one in the same moment: what is stored counts. */
async function withStoredSplits(
  { team, program, definition }: Ground,
  seekers: readonly Signed[],
  places: Map<string, Place>,
) {
  const ids = seekers.map(({ key }) => exampleId(team, program, key));
  for (const { key, splits } of await Examples.find({ _id: { $in: ids } }, { key: 1, splits: 1 }).lean()) {
    const known = places.get(key);
    const split = splits[definitionKey(definition)];
    if (known && split) places.set(key, { ...known, split });
  }
  return places;
}
