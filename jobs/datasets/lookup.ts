import { type Example, Examples } from "../../models/dataset.ts";
import type { Likeness, Near, Signature } from "./near.ts";

/** A record that looks for what resembles it. */
export interface Seeker {
  key: string;
  foldedKey: string;
  inputs: Record<string, unknown>;
  signature: Signature;
}

export type Known = Pick<Example, "_id" | "key" | "splits" | "inputs">;

/** What resembles a seeker among what is stored, with the exact comparison. */
export interface Found extends Likeness {
  example: Known;
}

/** So many of those that share the most keys are compared exactly; near-duplicates share nearly all of theirs. */
const mostCompared = 16;
/** Examples read for a piece of seekers at once; where more share a key, each seeker is looked up by itself. */
const readAtOnce = 20_000;

export interface LookUpOptions {
  /** Also what is alike without being a near-duplicate. */
  wide?: boolean;
  readAtOnce?: number;
}

type Scope = { team: string; program: string };

/**
 * Stored examples that resemble each seeker, per seeker's key: what shares a key with it is looked up, and the likeliest
 * are compared exactly.
 */
export async function lookUp(
  near: Near,
  scope: Scope,
  seekers: readonly Seeker[],
  options: LookUpOptions = {},
): Promise<Map<string, Found[]>> {
  const keysOf = ({ signature }: Seeker) => [...signature.near, ...(options.wide ? signature.wide : [])];
  const pairs = await likeliest(scope, seekers, keysOf, options.readAtOnce ?? readAtOnce);
  const inputsOf = await contents(pairs.map(({ _id }) => _id));
  const known = pairs.flatMap(({ seeker, _id }) => {
    const example = inputsOf.get(_id);
    return example && example.key !== seeker.key ? [{ seeker, example }] : [];
  });
  const likenesses = await near.compare(known.map(({ seeker, example }) => [seeker.inputs, example.inputs] as const));
  const found = new Map<string, Found[]>();
  for (const [at, { seeker, example }] of known.entries()) {
    const likeness = likenesses[at];
    if (likeness) push(found, seeker.key, { example, ...likeness });
  }
  return found;
}

type Pair = { seeker: Seeker; _id: string };
type KeysOf = (seeker: Seeker) => number[];
type Proposal = Pick<Example, "_id" | "key" | "foldedKey" | "bands">;

async function likeliest(scope: Scope, seekers: readonly Seeker[], keysOf: KeysOf, most: number): Promise<Pair[]> {
  const proposals = await propose(scope, seekers, keysOf, most);
  if (proposals)
    return seekers.flatMap((seeker) => mostShared(seeker, keysOf(seeker), proposals).map((_id) => ({ seeker, _id })));
  const pairs: Pair[] = [];
  for (const seeker of seekers)
    for (const _id of await likeliestOfOne(scope, seeker, keysOf(seeker))) pairs.push({ seeker, _id });
  return pairs;
}

/** Where thousands share a key, as records of one template do, MongoDB counts and only the likeliest travel. */
async function likeliestOfOne(scope: Scope, { foldedKey }: Seeker, keys: number[]): Promise<string[]> {
  const shared = { $size: { $setIntersection: ["$bands", keys] } };
  const found = await Examples.aggregate<{ _id: string }>([
    { $match: { ...scope, $or: [{ bands: { $in: keys } }, { foldedKey }] } },
    { $project: { shared: { $cond: [{ $eq: ["$foldedKey", foldedKey] }, keys.length, shared] } } },
    { $sort: { shared: -1, _id: 1 } },
    { $limit: mostCompared },
  ]);
  return found.map(({ _id }) => _id);
}

/** By key and by folded key: who shares it. */
interface Proposals {
  sharing: Map<number, string[]>;
  folded: Map<string, string[]>;
}

/** Null: more than `most` share a key with one of the seekers. */
async function propose(
  scope: Scope,
  seekers: readonly Seeker[],
  keysOf: KeysOf,
  most: number,
): Promise<Proposals | null> {
  const wanted = new Set(seekers.flatMap(keysOf));
  const folds = seekers.map(({ foldedKey }) => foldedKey);
  const read = (filter: object) =>
    Examples.find({ ...scope, ...filter }, { _id: 1, key: 1, foldedKey: 1, bands: 1 })
      .limit(most)
      .lean<Proposal[]>();
  const [byBand, byFold] = [await read({ bands: { $in: [...wanted] } }), await read({ foldedKey: { $in: folds } })];
  if (byBand.length === most || byFold.length === most) return null;
  const proposals: Proposals = { sharing: new Map(), folded: new Map() };
  for (const { _id, bands } of byBand)
    for (const band of bands) if (wanted.has(band)) push(proposals.sharing, band, _id);
  for (const { _id, foldedKey } of byFold) push(proposals.folded, foldedKey, _id);
  return proposals;
}

function mostShared({ foldedKey }: Seeker, keys: number[], { sharing, folded }: Proposals): string[] {
  const shared = new Map<string, number>();
  for (const _id of folded.get(foldedKey) ?? []) shared.set(_id, keys.length);
  for (const key of keys) for (const _id of sharing.get(key) ?? []) shared.set(_id, (shared.get(_id) ?? 0) + 1);
  const order = [...shared].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return order.slice(0, mostCompared).map(([_id]) => _id);
}

async function contents(ids: string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const found = await Examples.find({ _id: { $in: [...new Set(ids)] } }, { key: 1, splits: 1, inputs: 1 }).lean<
    Known[]
  >();
  return new Map(found.map((each) => [each._id, each]));
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
