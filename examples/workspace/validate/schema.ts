import { type Fields, isFields } from "../fields.ts";

/** What is wrong, in Slack's words, and where, as a JSON pointer ("" when it is about the whole message). */
export type Problem = { message: string; pointer: string };
export type Check = (value: unknown, pointer: string) => Problem[];
export type Shape = Record<string, Check>;

export const wrong = (message: string, pointer: string): Problem[] => [{ message, pointer }];
const isBlank = (value: string): boolean => value.trim() === "";

/** Text of `min` to `max` characters, counted as JavaScript does: never fewer than Slack counts. */
export function string(max: number, min = 1): Check {
  return (value, at) => {
    if (typeof value !== "string") return wrong("must provide a string", at);
    if (value.length < min) return wrong(`must be more than ${min - 1} characters`, at);
    if (value.length > max) return wrong(`must be less than ${max + 1} characters`, at);
    return [];
  };
}

/** Text that people read: spaces alone count as nothing. */
export function words(max: number): Check {
  return (value, at) =>
    typeof value === "string" && isBlank(value) ? wrong("must be more than 0 characters", at) : string(max)(value, at);
}

export function matching(pattern: RegExp, name: string): Check {
  return (value, at) => (typeof value === "string" && pattern.test(value) ? [] : wrong(`must be a valid ${name}`, at));
}

export function number(min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): Check {
  return (value, at) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return wrong("must provide a number", at);
    if (value < min) return wrong(`must be at least ${min}`, at);
    if (value > max) return wrong(`must be at most ${max}`, at);
    return [];
  };
}

export function integer(min: number, max: number): Check {
  return (value, at) => (Number.isInteger(value) ? number(min, max)(value, at) : wrong("must provide an integer", at));
}

export const boolean: Check = (value, at) => (typeof value === "boolean" ? [] : wrong("must provide a boolean", at));

export function oneOf(...allowed: (string | number)[]): Check {
  return (value, at) => (allowed.some((one) => one === value) ? [] : wrong("must be a valid enum value", at));
}

export function list(item: Check, min: number, max: number): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong("must provide an array", at);
    if (value.length < min) return wrong(`must provide at least ${min} items`, at);
    if (value.length > max) return wrong(`no more than ${max} items allowed`, at);
    return value.flatMap((one, index) => item(one, `${at}/${index}`));
  };
}

/** An object with exactly these fields: a missing one and an unknown one are both refused, as Slack does. */
export function object(required: Shape, optional: Shape = {}): Check {
  const known: Shape = { ...optional, ...required };
  return (value, at) => {
    if (!isFields(value)) return wrong("must provide an object", at);
    const missing = Object.keys(required).filter((key) => value[key] === undefined);
    return [
      ...missing.flatMap((key) => wrong(`missing required field: ${key}`, at)),
      ...Object.entries(value).flatMap(([key, inner]) => checkField(known[key], key, inner, at)),
    ];
  };
}

function checkField(check: Check | undefined, key: string, value: unknown, at: string): Problem[] {
  if (value === undefined) return [];
  return check ? check(value, `${at}/${key}`) : wrong(`invalid additional property: ${key}`, at);
}

/** One of several shapes, told apart by `type`. */
export function byType(shapes: Shape): Check {
  return (value, at) => {
    if (!isFields(value)) return wrong("must provide an object", at);
    if (value.type === undefined) return wrong("missing required field: type", at);
    const shape = typeof value.type === "string" ? shapes[value.type] : undefined;
    return shape ? shape(value, at) : wrong(`unsupported type: ${String(value.type)}`, `${at}/type`);
  };
}

/** First the shape; a rule over the whole object only runs on one that has it. */
export function also(shape: Check, rule: (value: Fields, at: string) => Problem[]): Check {
  return (value, at) => {
    const problems = shape(value, at);
    return problems.length === 0 && isFields(value) ? rule(value, at) : problems;
  };
}

export const anything: Check = () => [];
