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
/** A key that very many share says nothing about two of them: reading stops here. */
const mostRead = 20_000;

type Proposal = Pick<Example, "_id" | "key" | "foldedKey" | "bands">;

/**
 * Stored examples that resemble each seeker, per seeker's key; looks up only what shares a key with it.
 * `wide` also looks for what is alike without being a near-duplicate. What is compared is always compared exactly.
 */
export async function lookUp(
  near: Near,
  scope: { team: string; program: string },
  seekers: readonly Seeker[],
  wide = false,
): Promise<Map<string, Found[]>> {
  const keysOf = ({ signature }: Seeker) => [...signature.near, ...(wide ? signature.wide : [])];
  const proposals = await propose(scope, seekers, keysOf);
  const pairs = seekers.flatMap((seeker) =>
    mostShared(seeker, keysOf(seeker), proposals).map((_id) => ({ seeker, _id })),
  );
  const inputsOf = await contents(pairs.map(({ _id }) => _id));
  const known = pairs.flatMap(({ seeker, _id }) => {
    const example = inputsOf.get(_id);
    return example && example.key !== seeker.key ? [{ seeker, example }] : [];
  });
  const likenesses = await near.compare(known.map(({ seeker, example }) => [seeker.inputs, example.inputs] as const));
  const found = new Map<string, Found[]>();
  for (const [at, { seeker, example }] of known.entries()) {
    const likeness = likenesses[at];
    if (likeness) found.set(seeker.key, [...(found.get(seeker.key) ?? []), { example, ...likeness }]);
  }
  return found;
}

/** By key and by folded key: who shares it. */
interface Proposals {
  sharing: Map<number, string[]>;
  folded: Map<string, string[]>;
}

async function propose(
  scope: { team: string; program: string },
  seekers: readonly Seeker[],
  keysOf: (seeker: Seeker) => number[],
): Promise<Proposals> {
  const wanted = new Set(seekers.flatMap(keysOf));
  const fields = { _id: 1, key: 1, foldedKey: 1, bands: 1 };
  const byBand = Examples.find({ ...scope, bands: { $in: [...wanted] } }, fields)
    .limit(mostRead)
    .lean<Proposal[]>();
  const byFold = Examples.find({ ...scope, foldedKey: { $in: seekers.map(({ foldedKey }) => foldedKey) } }, fields)
    .limit(mostRead)
    .lean<Proposal[]>();
  const proposals: Proposals = { sharing: new Map(), folded: new Map() };
  for (const { _id, bands } of await byBand)
    for (const band of bands) if (wanted.has(band)) push(proposals.sharing, band, _id);
  for (const { _id, foldedKey } of await byFold) push(proposals.folded, foldedKey, _id);
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
