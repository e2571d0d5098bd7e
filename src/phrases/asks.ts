import type { Verb } from "../../models/intent/words.ts";
import type { Known } from "../parse/draft.ts";
import { withoutReasons, withoutTold } from "./asides.ts";
import { fill, type Placed } from "./fill.ts";
import type { Grammar } from "./grammar.ts";
import { type Lost, lostIn } from "./lost.ts";
import { type Piece, pathThrough } from "./path.ts";

/** One thing somebody asks for, with where it stands in the text. */
export type Ask = Placed & {
  from: number;
  to: number;
  /** What could not be placed, stretch by stretch. */
  unplaced: Lost[];
  /** It was asked nicely: a question mark does not make it a question. */
  polite: boolean;
  isQuestion: boolean;
};

/** Everything a message asks for, in order; none where nothing in it is an ask. */
export function asksIn(text: string, grammar: Grammar, known: Known): Ask[] {
  const pieces = pathThrough(text, grammar);
  const first = pieces.findIndex(({ is }) => is === "opening");
  if (first < 0) return [];
  const starts = pieces.flatMap(({ is }, n) => (is === "opening" ? [n] : []));
  const isIdea = idea.test(text);
  const polite = !isIdea && pieces.some(({ is }) => is === "request");
  return starts.map((start, n) => {
    const own = withoutReasons(pieces.slice(start, starts[n + 1]), text, verbOf(pieces[start]));
    const ahead = n === 0 ? withoutTold(pieces.slice(0, first), text, verbOf(pieces[start])) : [];
    return askOf(own, ahead, text, { grammar, known, polite }, pieces[starts[n + 1] ?? pieces.length] ?? null);
  });
}

const verbOf = (piece: Piece | undefined): Verb => (piece?.is === "opening" ? piece.rule.verb : "help");

/** Asking whether something can be done is not asking for it. */
const idea =
  /\b(?:is|was) (?:it|that|there) (?:even |still |already )?(?:possible|ok|okay|safe|too late|allowed|fine|wise|smart|feasible|a way|a good idea|any way)\b|\b(?:am i|are we) allowed\b/i;

type Reader = { grammar: Grammar; known: Known; polite: boolean };

function askOf(
  own: Piece[],
  ahead: Piece[],
  text: string,
  { grammar, known, polite }: Reader,
  next: Piece | null,
): Ask {
  const [opening] = own;
  if (opening?.is !== "opening") throw new Error("an ask begins with an opening");
  const verb = opening.rule.verb;
  const placed: Placed = {
    draft: { verb, operands: [], options: {}, recommend: false, set: [] },
    twice: [],
    refers: null,
    vague: null,
    ordinal: null,
    weak: false,
    told: false,
  };
  const unplaced = lostIn([...ahead, ...own], text, next, mayColour.has(verb));
  for (const piece of own)
    if (piece.is === "opening" || piece.is === "clause") fill(placed, piece.rule, piece.slots, known);
  for (const piece of ahead) {
    if (piece.is !== "clause") continue;
    const isOpen = piece.rule.compare && !/deployed|live|production|current|incumbent/i.test(text);
    if (!isOpen && takes(grammar, verb, piece.rule.says)) fill(placed, piece.rule, piece.slots, known);
    else unplaced.push({ words: text.slice(piece.from, piece.to), from: piece.from, to: piece.to });
  }
  const isQuestion = own.some(({ is }) => is === "question") || idea.test(text);
  return { ...placed, unplaced, polite, isQuestion, from: ahead[0]?.from ?? own[0]?.from ?? 0, to: endOf(own) };
}

/** Where a word more or less does no harm; what stops, ships or posts something is taken at its word. */
const mayColour = new Set<Verb>([
  ...(["run", "eval", "compare"] as const),
  ...(["status", "why", "runs", "programs", "datasets", "lineage", "traces", "audit", "help"] as const),
]);

/** A part said ahead of its ask belongs to it if it could follow there; any command takes the program it is about. */
const takes = (grammar: Grammar, verb: Verb, says: string): boolean =>
  (grammar.clauses[verb] ?? []).some((rule) => rule.says === says) || says.endsWith("{program} [program]");

/** Where something that is missing can be put in: behind the last piece that says something. */
function endOf(own: Piece[]): number {
  const last = own.findLast(({ is }) => is === "opening" || is === "clause" || is === "lost");
  return last?.to ?? own[0]?.to ?? 0;
}
