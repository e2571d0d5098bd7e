import type { Task } from "../prompt/task.ts";
import { sentencesOf } from "../write/sentences.ts";
import { remember } from "./cache.ts";
import { opennessOf } from "./groups.ts";
import type { Ingredient } from "./ingredients.ts";
import { keysOf, type Lesson, lessonOf } from "./lesson.ts";
import { findMeanings } from "./lexicon.ts";
import type { Preference } from "./preference.ts";
import { readStatement, type Safety, type Statement } from "./statement.ts";
import { phrase } from "./words.ts";

/** All that a prompt says about food: sentences of its instructions and lessons of its demos. */
export interface Evidence {
  statements: readonly Statement[];
  lessons: readonly Lesson[];
  /** The prompt makes one look twice: it asks to check every ingredient, or names several groups that hide. */
  alert: boolean;
  reasons: boolean;
  long: boolean;
}

/** Whether a pair is given, and as what. `safety` is null where the prompt leaves it open. */
export interface Given {
  flag: boolean;
  safety: Safety | null;
}

const readInstructions = remember(500, (text: string) => sentencesOf(text).map(readStatement));

/** Gathers what the prompt says. */
export function evidenceIn(task: Task): Evidence {
  const length = task.instructions.length + task.demos.reduce((sum, demo) => sum + JSON.stringify(demo).length, 0);
  const statements = readInstructions(task.instructions);
  return {
    statements,
    lessons: task.demos.map(lessonOf),
    alert: /one by one|each ingredient|every ingredient/i.test(task.instructions) || namesHidden(statements) >= 4,
    reasons: task.outputs[0]?.name === "reasoning",
    long: length > 9_000,
  };
}

/** How many groups that hide behind other names the instructions tell to flag. */
function namesHidden(statements: readonly Statement[]): number {
  const named = statements.filter((each) => !each.negative).flatMap((each) => [...each.groups]);
  return new Set(named.filter((group) => opennessOf.get(group) === "hidden")).size;
}

/** What the prompt says about this very ingredient and preference; null when it says nothing. Demos come before rules. */
export function givenPair(evidence: Evidence, item: Ingredient, preference: Preference): Given | null {
  return shownPair(evidence.lessons, item, preference) ?? ruledPair(evidence.statements, item, preference);
}

function shownPair(lessons: readonly Lesson[], item: Ingredient, preference: Preference): Given | null {
  const keys = keysOf(preference).map((key) => `${phrase(item.name)}|${key}`);
  for (const lesson of lessons) {
    const safety = keys.map((key) => lesson.flagged.get(key)).find((each) => each !== undefined);
    if (safety !== undefined) return { flag: true, safety };
  }
  return lessons.some((lesson) => keys.some((key) => lesson.unflagged.has(key))) ? { flag: false, safety: null } : null;
}

function ruledPair(statements: readonly Statement[], item: Ingredient, preference: Preference): Given | null {
  const rules = statements.filter((each) => isAbout(each, preference) && mentions(each, item));
  const rule = rules.find((each) => each.negative) ?? rules[0];
  return rule === undefined ? null : { flag: !rule.negative, safety: rule.safety };
}

/** Known ingredients are recognised by their term, so that "coconut milk" does not speak of milk; others by their words. */
function mentions(statement: Statement, item: Ingredient): boolean {
  const terms = findMeanings(item.name).map((found) => found.phrase);
  return terms.length > 0
    ? terms.some((term) => statement.terms.has(term))
    : statement.phrase.includes(phrase(item.name));
}

/** Whether a sentence speaks about a preference: it names the preference or its diet. */
export function isAbout(statement: Statement, preference: Preference): boolean {
  if (preference.diets.some((diet) => statement.diets.has(diet.id))) return true;
  return statement.phrase.includes(preference.phrase);
}
