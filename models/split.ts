import { hashOf, sha256 } from "./canonical.ts";

export type Split = "train" | "val" | "test";

/**
 * How examples are shared out. The ratios are from 0 to 1 and sum to 1; another salt deals them anew. Grouping "near":
 * an example inherits the split of what it is a near-duplicate of; "none": every example is dealt by itself.
 */
export type SplitDefinition = {
  version: number;
  salt: string;
  train: number;
  val: number;
  test: number;
  grouping: "none" | "near";
};

/** One example of a dataset version: `key` is its `exactKey`, `label` the hash of its label. */
export type DatasetMember = { key: string; label: string; split: Split };

const buckets = 2 ** 48;

/**
 * The split of a new example; the caller stores it, and it is never assigned again.
 * The first 48 bits of sha256(salt, newline, exactKey) are a number spread evenly over [0, 2^48): the lowest `train`
 * share is train, the highest `test` share is test, what lies between is val.
 */
export function assignSplit(definition: SplitDefinition, exactKey: string): Split {
  const bucket = Number.parseInt(sha256(`${definition.salt}\n${exactKey}`).slice(0, 12), 16);
  if (bucket < Math.round(definition.train * buckets)) return "train";
  if (bucket >= Math.round((1 - definition.test) * buckets)) return "test";
  return "val";
}

/** The definition helix.yaml states, as the first of a program. */
export const statedDefinition = (stated: Omit<SplitDefinition, "version" | "grouping">): SplitDefinition => {
  const { salt, train, val, test } = stated;
  return { version: 1, salt, train, val, test, grouping: "near" };
};

/** Do two definitions deal alike, whatever their numbers? */
export const dealsAlike = (a: SplitDefinition, b: SplitDefinition): boolean =>
  splitDefinitionHash({ ...a, version: 0 }) === splitDefinitionHash({ ...b, version: 0 });

/** The field of an example's `splits` that holds its split under a definition. */
export const definitionKey = ({ version }: SplitDefinition): string => `d${version}`;

/** Content hash of a dataset version over example, label and split, in whatever order the members come. */
export function datasetHash(members: readonly DatasetMember[]): string {
  return hashOf({ kind: "dataset", members: sorted(members).map((m) => [m.key, m.label, m.split]) });
}

/** Content hash of one split: it stays equal when only other splits gained examples. */
export function splitHash(members: readonly DatasetMember[], split: Split): string {
  const inside = sorted(members).filter((member) => member.split === split);
  return hashOf({ kind: "split", split, members: inside.map((member) => [member.key, member.label]) });
}

export function splitDefinitionHash(definition: SplitDefinition): string {
  const { version, salt, train, val, test, grouping } = definition;
  return hashOf({ kind: "split definition", version, salt, train, val, test, grouping });
}

function sorted(members: readonly DatasetMember[]): DatasetMember[] {
  const byKey = new Map(members.map((member) => [member.key, member]));
  if (byKey.size < members.length) throw new Error("an example stands twice in one dataset version");
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
