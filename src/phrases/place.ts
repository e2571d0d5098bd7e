import type { Verb } from "../../models/intent.ts";
import type { Known } from "../parse/draft.ts";
import type { Clause } from "./clauses.ts";
import { fill, isNearly, type Match, type Placed } from "./fill.ts";
import type { Grammar, Rule } from "./grammar.ts";

const separator = /(?:(?:[,.;:!]+|and|then|also|please|afterwards|after that|now|right now|thanks|thank you) )+/iy;
/** What spends or stops something is not done on a question. */
const acts = new Set<Verb>(["run", "eval", "compare", "cancel", "pause", "resume"]);
const question = /\?+ /y;

/** Gives every word of the sentence its place, from left to right; null when nothing known begins it. */
export function place(text: string, polite: boolean, grammar: Grammar): Placed | null {
  const opening = bestMatch(grammar.openings, text, 0, grammar.known);
  if (opening === null) return null;
  const verb = opening.rule.verb;
  const placed: Placed = {
    draft: { verb, operands: [], options: {}, recommend: false, set: [] },
    unplaced: [],
    twice: [],
  };
  fill(placed, opening, grammar.known);
  const mayAsk = polite || !acts.has(verb);
  follow(placed, text, opening.end, { clauses: grammar.clauses[verb] ?? [], mayAsk, grammar });
  return placed;
}

/** The longest match; of two as long, the earlier rule. */
function bestMatch<T extends Clause>(rules: Rule<T>[], text: string, at: number, known: Known): Match<T> | null {
  let best: Match<T> | null = null;
  for (const rule of rules) {
    rule.pattern.lastIndex = at;
    const found = rule.pattern.exec(text);
    const end = rule.pattern.lastIndex;
    if (found && end > (best?.end ?? at) && isNearly(found.groups, known))
      best = { rule, groups: { ...found.groups }, end };
  }
  return best;
}

type Rest = { clauses: Rule<Clause>[]; mayAsk: boolean; grammar: Grammar };

/** Clause by clause; words without a place are gathered until the next clause begins. */
function follow(placed: Placed, text: string, from: number, { clauses, mayAsk, grammar }: Rest): void {
  let at = from;
  let lost = "";
  const giveUp = () => {
    if (lost !== "") placed.unplaced.push(lost);
    lost = "";
  };
  while (at < text.length) {
    const clause = bestMatch(clauses, text, at, grammar.known);
    const skipped = clause ? 0 : lengthAt(separator, text, at) || (mayAsk ? lengthAt(question, text, at) : 0);
    if (clause) fill(placed, clause, grammar.known);
    if (clause || skipped > 0) giveUp();
    else lost += wordAt(text, at);
    at = clause ? clause.end : at + (skipped || wordAt(text, at).length);
  }
  giveUp();
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

function wordAt(text: string, at: number): string {
  return text.slice(at, text.indexOf(" ", at) + 1);
}
