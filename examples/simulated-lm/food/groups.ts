import { hiddenGroups } from "./hidden-groups.ts";
import { plainGroups } from "./plain-groups.ts";
import { unclearGroups } from "./unclear-groups.ts";

/** Ingredients of one origin; `names` are the words people have for the group, `terms` its members, comma-separated. */
export interface Group {
  id: string;
  names: readonly string[];
  terms: string;
}

export type Openness = "plain" | "hidden" | "unclear";

/** How openly each group shows what it is. */
export const opennessOf: ReadonlyMap<string, Openness> = new Map([
  ...plainGroups.map((group) => [group.id, "plain"] as const),
  ...hiddenGroups.map((group) => [group.id, "hidden"] as const),
  ...unclearGroups.map((group) => [group.id, "unclear"] as const),
]);

export const groups: readonly Group[] = [...plainGroups, ...hiddenGroups, ...unclearGroups];

/** Terms with their group, one pair each. */
export const groupOfTerm: ReadonlyMap<string, string> = new Map(
  groups.flatMap((group) => group.terms.split(", ").map((term) => [term, group.id] as const)),
);
