import type { Task } from "../prompt/task.ts";
import { evidenceIn } from "./evidence.ts";
import { readFood, readItemShape } from "./food-task.ts";
import { readIngredients } from "./ingredients.ts";
import { judge } from "./judge.ts";
import type { Mind } from "./mind.ts";
import { readPreference } from "./preference.ts";
import { phrase } from "./words.ts";

/** Values of the output fields for a task about food and diets; null when the task is about something else. */
export function answerFood(task: Task, mind: Mind): Record<string, unknown> | null {
  const shape = readItemShape(task.outputs);
  const food = readFood(task.inputs);
  if (shape === null || food === null) return null;
  const evidence = evidenceIn(task);
  const ingredients = distinct(readIngredients(food.ingredients));
  const items = food.preferences.flatMap((text) => {
    const preference = readPreference(text);
    return ingredients.flatMap((item) => {
      const safety = judge(mind, evidence, item, preference);
      const more = Object.fromEntries(shape.others.map((key) => [key, `${item.name} conflicts with ${text}.`]));
      return safety === null
        ? []
        : [{ [shape.name]: item.name, [shape.safety]: safety, [shape.preference]: text, ...more }];
    });
  });
  return { ...remarks(task, shape.field, ingredients.length, items.length), [shape.field]: items };
}

function distinct<T extends { name: string; trace: boolean }>(items: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const item of items) if (!byName.has(phrase(item.name))) byName.set(phrase(item.name), item);
  return [...byName.values()];
}

function remarks(task: Task, field: string, read: number, flagged: number): Record<string, string> {
  const text = `Of ${read} ingredients, ${flagged === 0 ? "none conflicts" : `${flagged} conflict`} with the preferences.`;
  return Object.fromEntries(task.outputs.filter(({ name }) => name !== field).map(({ name }) => [name, text]));
}
