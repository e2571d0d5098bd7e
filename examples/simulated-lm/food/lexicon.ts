import { type Diet, diets, exclusionsOf } from "./diets.ts";
import { type Finder, finderOf } from "./finder.ts";
import { groupOfTerm, groups } from "./groups.ts";
import { type LookAlike, lookAlikes } from "./look-alikes.ts";

/** What a phrase in an ingredient list stands for. */
export type Meaning = { kind: "term"; group: string } | { kind: "lookAlike"; lookAlike: LookAlike };
/** What a phrase in a sentence stands for: an ingredient, a group named, or a diet. */
export type Topic = Meaning | { kind: "group"; group: string } | { kind: "diet"; diet: Diet };

const meanings: readonly (readonly [string, Meaning])[] = [
  ...[...groupOfTerm].map(([term, group]) => [term, { kind: "term", group }] as const),
  ...lookAlikes.map((lookAlike) => [lookAlike.term, { kind: "lookAlike", lookAlike }] as const),
];
const dietNames = diets.flatMap((diet) => diet.names.map((name) => [name, { kind: "diet", diet }] as const));
const groupNames = groups.flatMap(({ id, names }) =>
  names.map((name) => [name, { kind: "group", group: id }] as const),
);

/** Terms and look-alikes in an ingredient. */
export const findMeanings: Finder<Meaning> = finderOf(meanings);

/** Diets in a preference. */
export const findDiets: Finder<{ diet: Diet }> = finderOf(dietNames);

/** All of them in a sentence: in "Egg allergy" the diet is found, and not the egg. */
export const findTopics: Finder<Topic> = finderOf<Topic>([...meanings, ...dietNames, ...groupNames]);

const exclusions = new Map(diets.map((diet) => [diet.id, exclusionsOf(diet)]));

/** Whether a diet excludes a group: never, maybe, or undefined when it does not mind. */
export function excludes(diet: Diet, group: string): "never" | "maybe" | undefined {
  return exclusions.get(diet.id)?.get(group);
}
