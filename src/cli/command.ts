import type { ParseArgsConfig } from "node:util";
import type { Deps } from "../../jobs/deps.ts";

/** What an operator's command is given: its words and options, and, once it asks for it, the connection to Helix's stores. */
export interface Given {
  words: string[];
  options: Record<string, string | boolean | string[] | undefined>;
  /** Connects to MongoDB and asks Slack for the team; only what needs it pays for it. */
  open(): Promise<Deps>;
}

/** One verb of `npm run helix --`. */
export interface Command {
  /** Its words and options as they are typed. */
  usage: string;
  says: string;
  options?: NonNullable<ParseArgsConfig["options"]>;
  /** How many words it needs after the verb, and how many it takes. */
  words: [least: number, most: number];
  /** Does it, and answers what happened, a line each. */
  run(given: Given): Promise<string[]>;
}

/** An option that stands once, as text. */
export const textOf = (value: Given["options"][string]): string | undefined =>
  typeof value === "string" ? value : undefined;

/** An option that may stand several times. */
export const listOf = (value: Given["options"][string]): string[] =>
  Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
