import { choose } from "../chance.ts";
import type { Mind } from "../food/mind.ts";
import type { Field } from "../prompt/fields.ts";
import { readJson } from "../prompt/sections.ts";
import type { Demo, Task } from "../prompt/task.ts";
import { fromSchema } from "./from-schema.ts";
import { contentWords, overlap } from "./overlap.ts";

/** A valid guess for a task the model knows nothing about: the answer of the demo most like it, else a value of the type. */
export function guess(task: Task, mind: Mind): Record<string, unknown> {
  const text = Object.values(task.inputs).join("\n");
  const near = nearest(task.demos, text);
  return Object.fromEntries(
    task.outputs.map((field) => [field.name, fromDemo(field, near) ?? fromNothing(field, text, mind)]),
  );
}

function nearest(demos: readonly Demo[], text: string): Demo | null {
  const asked = contentWords(text);
  const scored = demos.map((demo) => ({
    demo,
    score: overlap(asked, contentWords(Object.values(demo.inputs).join("\n"))),
  }));
  return scored.sort((a, b) => b.score - a.score)[0]?.demo ?? null;
}

function fromDemo(field: Field, demo: Demo | null): unknown {
  const text = demo?.outputs[field.name];
  if (text === undefined || text.startsWith("Not supplied for this particular example")) return undefined;
  return field.schema === null ? text : readJson(text);
}

function fromNothing(field: Field, text: string, mind: Mind): unknown {
  const key = [mind.seed, mind.model, mind.salt, "guess", field.name, text].join("|");
  if (field.options.length > 0) return named(field.options, text) ?? choose(field.options, key);
  if (field.schema !== null) return fromSchema(field.schema, key, excerpt(text));
  if (field.type.startsWith("bool")) return choose(["True", "False"], key);
  if (/^(?:int|float)/.test(field.type)) return "0";
  return excerpt(text);
}

/** The option whose words the text uses. */
function named(options: readonly string[], text: string): string | undefined {
  const said = contentWords(text);
  return options.find((option) => [...contentWords(option)].some((word) => said.has(word)));
}

function excerpt(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 160);
}
