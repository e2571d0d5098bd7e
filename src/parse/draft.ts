import { intentToLine } from "../../models/intent/line.ts";
import type { Verb } from "../../models/intent/words.ts";
import type { Intent } from "../../models/intent.ts";

/** What the registry says can be named: programs, and each one's model aliases from its helix.yaml. */
export type Known = {
  programs: string[];
  models: Record<string, string[]>;
  /** Programs out of use: their history can still be asked for. */
  removed?: string[];
};

/** Every program that may be named, also one that is out of use. */
export const namesOf = ({ programs, removed = [] }: Known): string[] => [...programs, ...removed];

/** An intent, or why there is none, in words, with a line to send instead if one can be offered. */
export type Reading = { ok: true; intent: Intent } | { ok: false; problem: string; paste: string | null };

/** The line that does what was read, or what was offered instead. */
export function pasteFor(reading: Reading): string | null {
  return reading.ok ? intentToLine(reading.intent) : reading.paste;
}

/** The options that take one value. */
export type ValueOption =
  | "optimizer"
  | "strategy"
  | "model"
  | "effort"
  | "temperature"
  | "reflection"
  | "compare"
  | "budget"
  | "target"
  | "split"
  | "version"
  | "by"
  | "status"
  | "before"
  | "program";

/** `undefined` means it was left out, `null` that its value was. */
export type Given = string | null | undefined;

/** What was said, word for word and not yet checked. `null` stands for an option that came without its value. */
export type Draft = {
  verb: Verb;
  /** Words that belong to no option, in their order. */
  operands: string[];
  options: Partial<Record<ValueOption, string | null>>;
  recommend: boolean;
  /** `key=value`, as written. */
  set: string[];
};

/** A value as far as it could be read. With a problem, `value` is the correction on offer, or undefined. */
export type Read<T> = { value: T | undefined; problem: string | null };

export function good<T>(value: T): Read<T> {
  return { value, problem: null };
}

export function bad<T>(problem: string, value?: T): Read<T> {
  return { value, problem };
}
