import { readFileSync } from "node:fs";
import type { Verb } from "../../models/intent/words.ts";
import type { Intent } from "../../models/intent.ts";
import { type Known, parseCommand } from "../../src/parse.ts";
import { type Heard, readPhrase } from "../../src/phrases.ts";

/** A request in somebody's words, and the line it means; `ask`: one question back; `refuse`: nothing at all. */
export interface Said {
  says: string;
  means: string;
  /** For a question back: the command it is a question about. */
  about?: Verb;
  /** The run whose thread it is said in. */
  thread?: string;
}

/** What the people of the corpus can name. */
export const known: Known = {
  programs: ["ingredient-analyzer", "parcel-claims"],
  models: {
    "ingredient-analyzer": ["gemini-flash", "gemini-pro", "mini", "grand"],
    "parcel-claims": ["swift", "grand"],
  },
};

export const corpus = (name: "known" | "held-out"): Said[] =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8"));

/** `no command`: what the corpus says it means is refused by the command reader itself. */
export type Mark = "right" | "wrong" | "wrong and executed" | "no command";

/** What changes something, spends, or asks people: doing it unasked is worse than not understanding. */
const effects = new Set<Verb>([
  "run",
  "eval",
  "compare",
  "cancel",
  "pause",
  "resume",
  "promote",
  "rollback",
  "review",
  "digest",
]);

export const hear = ({ says, thread }: Said): Heard =>
  readPhrase(says, known, "U0HELIX", thread ? { run: thread, program: null, words: null, arms: [] } : null);

const isProposed = (heard: Heard): boolean => !heard.ok && heard.proposes.length > 0;

/** Whether it was read as it was meant; worst is an effect that nobody asked for. */
export function markOf(said: Said): Mark {
  const heard = hear(said);
  const meant = meaningOf(said.means);
  if (meant === null)
    return heard.ok && heard.intents.some(({ verb }) => effects.has(verb)) ? "wrong and executed" : "no command";
  if (same(heard, meant)) return "right";
  if (!heard.ok) return "wrong";
  const asked = Array.isArray(meant) ? meant.map(written) : [];
  const unasked = heard.intents.filter((intent) => effects.has(intent.verb) && !asked.includes(written(intent)));
  return unasked.length > 0 ? "wrong and executed" : "wrong";
}

function same(heard: Heard, meant: Intent[] | "ask" | "refuse"): boolean {
  const proposes = heard.ok || heard.proposes.length === 0 ? null : heard.proposes;
  if (meant === "ask") return !heard.ok && heard.question !== null && !proposes;
  if (meant === "refuse") return !heard.ok && heard.question === null && !proposes;
  if (proposes) return JSON.stringify(proposes.map(written)) === JSON.stringify(meant.map(written));
  return heard.ok && JSON.stringify(heard.intents.map(written)) === JSON.stringify(meant.map(written));
}

function meaningOf(means: string): Intent[] | "ask" | "refuse" | null {
  if (means === "ask" || means === "refuse") return means;
  const readings = means.split(" ; ").map((line) => parseCommand(line, known));
  const intents = readings.flatMap((reading) => (reading.ok ? [reading.intent] : []));
  return intents.length === readings.length ? intents : null;
}

/** Keys in one order: two intents are the same however they were put together. */
const written = (intent: Intent): string => JSON.stringify(Object.entries(intent).sort(([a], [b]) => (a < b ? -1 : 1)));

export interface Score {
  requests: number;
  right: number;
  /** Of those right: shown with a button, and done on a click. */
  proposed: number;
  executedWrong: number;
  noCommand: number;
}

export function scoreOf(said: readonly Said[]): Score {
  const marks = said.map(markOf);
  const proposed = said.filter((each, n) => marks[n] === "right" && isProposed(hear(each))).length;
  const count = (mark: Mark) => marks.filter((each) => each === mark).length;
  return {
    requests: said.length,
    right: count("right"),
    proposed,
    executedWrong: count("wrong and executed"),
    noCommand: count("no command"),
  };
}
