import { type Known, namesOf } from "../parse/draft.ts";
import type { Ask } from "./asks.ts";
import { nameMeant } from "./names.ts";

/** Names as they are registered: a model is looked for among those of the ask's program alone. */
export function named(ask: Ask, known: Known): Ask {
  const { operands, options } = ask.draft;
  const whole = operands.map((word) => nameMeant(word, namesOf(known)) ?? word);
  const program =
    whole.find((word) => namesOf(known).includes(word)) ??
    (known.programs.length === 1 ? known.programs[0] : undefined);
  const models = program === undefined ? Object.values(known.models).flat() : (known.models[program] ?? []);
  const model = (words: string) => nameMeant(words, [...new Set(models)]) ?? words;
  const changed = {
    ...(options.model && { model: options.model.split(",").map(model).join(",") }),
    ...(options.reflection && { reflection: model(options.reflection) }),
  };
  return {
    ...ask,
    draft: { ...ask.draft, operands: ask.draft.verb === "why" ? operands : whole, options: { ...options, ...changed } },
  };
}
