import type { Verb } from "../../../models/intent/words.ts";
import type { Draft, Known } from "../../parse/draft.ts";
import type { Ask } from "../asks.ts";
import type { Lost } from "../lost.ts";
import { budgetsIn } from "./budgets.ts";
import { draftsOf } from "./draft.ts";
import { type Sentence, wordsOf } from "./mentions.ts";
import type { Part } from "./parts.ts";
import type { Token } from "./tokens.ts";
import { unregisteredIn } from "./unregistered.ts";

const ordinals = ["first", "second", "third", "fourth", "fifth"];
const pronoun = /\b(?:it|this|that|these|those|them|this one|that one|here|its|it's|ours)\b/;
const progress =
  /\b(?:far|eta|progress|done|finished|finish|complete|completed|ready|percent|left|how long|much longer|still going|still running|nearly|almost|there yet|costs?|spent|expensive)\b/;

/** What a part asks for, as the rest of the reader takes it: what "it" is, and what is only wished for, is left open. */
export function asksOf({ verb, sentences }: Part, text: string, known: Known, isInThread: boolean): Ask[] {
  if (verb === "refuse") return [];
  const words = sentences.map(({ tokens }) => wordsOf(tokens)).join("");
  const none = ofProgram.has(verb) && !isInThread ? unregisteredIn(sentences, known) : null;
  return draftsOf(verb, sentences, known)
    .map((read) => withProgram(read, none))
    .map((draft) => ({
      draft,
      twice: twiceIn(draft, sentences),
      refers: refersTo(draft, words, isInThread, sentences.some(namesLive)),
      vague: vagueIn(draft, words),
      ordinal: verb === "promote" && draft.operands.length === 0 ? ordinalIn(words) : null,
      weak: false,
      told: false,
      from: 0,
      to: text.length,
      unplaced: amountLeft(draft, sentences),
      polite: true,
      isQuestion: false,
    }));
}

/** "A couple of dollars", "five euros": what may be spent was said, and not as an amount of dollars; none is taken instead. */
function amountLeft({ verb, options }: Draft, sentences: readonly Sentence[]): Lost[] {
  if (verb !== "run" || options.budget !== undefined) return [];
  return sentences.flatMap(({ tokens }) =>
    tokens.flatMap(({ is, says, to }, n) => {
      if (is !== "word" || !currency.test(says)) return [];
      const said = tokens.slice(Math.max(0, n - 2), n + 1);
      return [{ words: wordsOf(said), from: said[0]?.from ?? to, to }];
    }),
  );
}

const currency = /^(?:[$€£¢].*|dollars?|usd|euros?|eur|gbp|cents?|bucks?|pounds?|quid)$/;

const ofProgram = new Set<Verb>(["run", "eval", "review", "rollback"]);

/** A program that nobody registered is told, and none is taken in its place. */
const withProgram = (draft: Draft, none: string | null): Draft =>
  none !== null && draft.operands.length === 0 ? { ...draft, operands: [none] } : draft;

/** Two budgets, or one model and right behind it another: which is meant is not ours to say. */
function twiceIn({ verb, operands, options }: Draft, sentences: readonly Sentence[]): string[] {
  if (verb !== "run" || operands.length === 0 || options.optimizer === undefined) return [];
  const budgets = budgetsIn(sentences).length > 1 || sentences.some(({ tokens }) => isRough(tokens));
  const models =
    options.reflection === undefined &&
    sentences.some(({ tokens }) =>
      tokens.some(
        ({ is }, n) =>
          is === "model" && /^(?:on|with|using)$/.test(tokens[n + 1]?.says ?? "") && tokens[n + 2]?.is === "model",
      ),
    );
  return [...(budgets ? ["budget"] : []), ...(models ? ["model"] : [])];
}

/** "For about $2" */
const isRough = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ is }, n) =>
      is === "money" &&
      /\b(?:about|around|roughly|approximately|circa|~|almost|nearly) (?:[\w.$]+ (?:or|to) )?$/.test(
        wordsOf(tokens.slice(Math.max(0, n - 3), n)),
      ),
  );

const namesLive = ({ tokens }: Sentence): boolean => tokens.some(({ is }) => is === "live");

function refersTo({ verb, operands }: Draft, words: string, isInThread: boolean, isLive: boolean): Ask["refers"] {
  const isOpen = operands.length === 0;
  const points = pronoun.test(words);
  const says: Partial<Record<Verb, () => Ask["refers"]>> = {
    status: () => {
      if (!isOpen || /\b(?:deployed|live|production|everything|overall|drift)\b/.test(words)) return null;
      return isInThread ? "here" : progress.test(words) && /\b(?:it|this|that|run)\b/.test(words) ? "run" : null;
    },
    why: () => (operands.some((word) => /^r\d+$/.test(word)) ? null : "run"),
    compare: () => {
      if (operands.length > 1 || (operands.length === 1 && (!points || isLive))) return null;
      return /\b(?:to|with|against|than|vs) (?:it|this|that|this one)\b/.test(words)
        ? "result"
        : points || isInThread
          ? "run"
          : null;
    },
    eval: () => (isOpen && points ? "result" : null),
    promote: () => (isOpen && points ? "run" : null),
    run: () => (isOpen || /\b(?:again|rerun|repeat|same)\b/.test(words) ? "run" : null),
  };
  return says[verb]?.() ?? null;
}

const kindOfModel =
  "(?:cheap|cheaper|cheapest|small|smaller|fast|faster|big|bigger|different|other|another|better|best|stronger|strongest|lighter|larger|newer|beefier|heavier|smarter|quicker|leaner|nicer)";

function vagueIn({ verb, operands, options }: Draft, words: string): Ask["vague"] {
  if (
    verb === "compare" &&
    operands.length === 1 &&
    /\b(?:the|an|its) (?:other|old|older|previous|last|new|newer|former|best)\b/.test(words)
  )
    return "side";
  if (verb !== "run") return null;
  if (
    options.model === undefined &&
    (new RegExp(`\\b${kindOfModel} (?:\\w+ )?(?:model|models|lm|llm)\\b|\\bsomething ${kindOfModel}\\b`).test(words) ||
      /\bcheaper\b/.test(words))
  )
    return "model";
  if (options.optimizer === undefined && /\b(?:optimi[sz]er|something else)\b/.test(words)) return "optimizer";
  return null;
}

const ordinalIn = (words: string): number | null => {
  const at = ordinals.findIndex((each) => new RegExp(`\\bthe ${each}\\b`).test(words));
  return at < 0 ? null : at + 1;
};
