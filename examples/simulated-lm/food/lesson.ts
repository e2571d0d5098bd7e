import type { Demo } from "../prompt/task.ts";
import { remember } from "./cache.ts";
import { readFood } from "./food-task.ts";
import { opennessOf } from "./groups.ts";
import { type Ingredient, readIngredients } from "./ingredients.ts";
import { findMeanings } from "./lexicon.ts";
import { type Preference, readPreference } from "./preference.ts";
import type { Safety } from "./statement.ts";
import { phrase } from "./words.ts";

/** What one demo shows. Keys are `thing|preference`, the preference by diet where it names one. */
export interface Lesson {
  flagged: ReadonlyMap<string, Safety>;
  unflagged: ReadonlySet<string>;
  groups: ReadonlySet<string>;
  /** Diets for which something hidden was flagged. */
  diets: ReadonlySet<string>;
  maybeGroups: ReadonlySet<string>;
  traces: boolean;
  /** The demo flags something that is not in its own product, or for nobody: it teaches nothing and confuses. */
  confused: boolean;
}

/** Reads a demo; the same demo is read once. */
export function lessonOf(demo: Demo): Lesson {
  return read(JSON.stringify(demo));
}

const read = remember(4_000, (json: string): Lesson => learn(JSON.parse(json) as Demo));

/** By which names evidence about a preference is kept: its diets, else its words. */
export function keysOf(preference: Preference): string[] {
  return preference.diets.length > 0 ? preference.diets.map((diet) => diet.id) : [preference.phrase];
}

function learn(demo: Demo): Lesson {
  const lesson = {
    flagged: new Map<string, Safety>(),
    unflagged: new Set<string>(),
    groups: new Set<string>(),
    diets: new Set<string>(),
    maybeGroups: new Set<string>(),
    traces: false,
    confused: false,
  };
  const food = readFood(demo.inputs);
  if (food === null) return lesson;
  const ingredients = readIngredients(food.ingredients);
  const labels = readLabels(demo.outputs);
  lesson.confused = labels.some((label) => !isConsistent(label, ingredients, food.preferences));
  if (lesson.confused) return lesson;
  for (const text of food.preferences) for (const item of ingredients) note(lesson, item, readPreference(text), labels);
  return lesson;
}

interface Label {
  name: string;
  safety: Safety;
  preference: string;
}

type Draft = {
  -readonly [K in keyof Lesson]: Lesson[K] extends ReadonlyMap<infer A, infer B>
    ? Map<A, B>
    : Lesson[K] extends ReadonlySet<infer A>
      ? Set<A>
      : Lesson[K];
};

function note(lesson: Draft, item: Ingredient, preference: Preference, labels: readonly Label[]): void {
  const name = phrase(item.name);
  const label = labels.find((each) => phrase(each.name) === name && phrase(each.preference) === preference.phrase);
  for (const key of keysOf(preference)) {
    if (label === undefined) lesson.unflagged.add(`${name}|${key}`);
    else if (item.trace) lesson.traces ||= label.safety === "MaybeUnsafe";
    else noteFlagged(lesson, item, key, label.safety);
  }
}

function noteFlagged(lesson: Draft, item: Ingredient, key: string, safety: Safety): void {
  lesson.flagged.set(`${phrase(item.name)}|${key}`, safety);
  for (const { value } of findMeanings(item.name)) {
    if (value.kind !== "term") continue;
    lesson.groups.add(`${value.group}|${key}`);
    if (safety === "MaybeUnsafe") lesson.maybeGroups.add(value.group);
    if (opennessOf.get(value.group) !== "plain") lesson.diets.add(key);
  }
}

function readLabels(outputs: Demo["outputs"]): Label[] {
  for (const text of Object.values(outputs)) {
    const list = parseList(text);
    if (list) return list;
  }
  return [];
}

function parseList(text: string): Label[] | null {
  if (!text.startsWith("[")) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isLabel) : null;
  } catch {
    return null;
  }
}

function isLabel(value: unknown): value is Label {
  return typeof value === "object" && value !== null && "name" in value && "preference" in value && "safety" in value;
}

function isConsistent(label: Label, ingredients: readonly Ingredient[], preferences: readonly string[]): boolean {
  const names = ingredients.some((item) => phrase(item.name).includes(phrase(label.name)));
  return names && preferences.some((text) => phrase(text) === phrase(label.preference));
}
