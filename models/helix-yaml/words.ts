import { z } from "zod";
import { unknownKeys } from "../did-you-mean.ts";

/*
 * Every schema of helix.yaml carries, as its error, the words for what is expected; `problems.ts` puts the key and what
 * was found before them.
 */

/** A mapping with exactly these keys; an unknown one is answered with the one it resembles. */
export function mapping<Shape extends z.core.$ZodShape>(expected: string, shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? unknownKeys(issue.keys as string[], Object.keys(shape)) : expected,
  });
}

/** A mapping with names of the team's own. */
export function named<Value extends z.core.SomeType>(expected: string, value: Value) {
  return z.record(z.string(), value, expected);
}

/** A further condition: `wrong` says what was found when it does not hold, and null when it does. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  expected: string,
  wrong: (value: z.output<Schema>) => string | null,
) {
  return schema.superRefine((value, context) => {
    const what = wrong(value);
    if (what !== null) context.addIssue({ code: "custom", message: expected, params: { found: what } });
  });
}

/** A text of this form. */
export function text(expected: string, form: RegExp) {
  return z.string(expected).regex(form, expected);
}

/** A number from `low` to `high`. */
export function number(expected: string, low: number, high = Number.MAX_VALUE) {
  return z.number(expected).min(low, expected).max(high, expected);
}

/** A whole number from `low`. */
export function whole(expected: string, low: number) {
  return z.int(expected).min(low, expected);
}

/** A list that holds at least one. */
export function some<Item extends z.core.SomeType>(expected: string, item: Item) {
  return z.array(item, expected).min(1, expected);
}
