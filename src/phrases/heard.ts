import type { Intent } from "../../models/intent.ts";
import type { Question } from "./question.ts";

/** What was understood of a message: what to do, in order; or why nothing is done, perhaps with one question. */
export type Heard = { ok: true; intents: Intent[] } | NotDone;

export type NotDone = {
  ok: false;
  problem: string;
  paste: string | null;
  question: Question | null;
  /** Words of it that had no place. */
  unplaced: string[];
  /** What would have been done, had all of it been understood. */
  understood: Intent[];
  /** What is most likely meant, and is done on a click or a yes of whoever said it; with `question`. */
  proposes: Intent[];
};

export const refused = (refusal: { problem: string; paste: string | null }): NotDone => ({
  ok: false,
  ...refusal,
  question: null,
  unplaced: [],
  understood: [],
  proposes: [],
});
