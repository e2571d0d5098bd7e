import { featuresOf } from "./features.ts";
import type { Sentence } from "./mentions.ts";
import type { Label, Weigh } from "./model.ts";
import { bestSplit } from "./split.ts";
import type { Token } from "./tokens.ts";

/** One thing that is asked for, as likely as it is, how likely nothing is, and the sentences it is asked for in. */
export type Part = { verb: Label; chance: number; talk: number; sentences: Sentence[] };

/** What a message asks for: mostly one thing, sometimes two or three with "and" or a full stop between. */
export function partsOf(tokens: Token[], isInThread: boolean, weigh: Weigh): Part[] {
  const one = partFor(tokens, isInThread, weigh);
  const split = bestSplit(tokens, isInThread, weigh);
  if (split === null) return [one.verb === "refuse" ? (askedBeside(one, isInThread, weigh) ?? one) : one];
  return split.flatMap((side) => partsOf(side, isInThread, weigh));
}

function partFor(tokens: Token[], isInThread: boolean, weigh: Weigh): Part {
  const weighed = weigh(featuresOf(tokens, isInThread));
  const [first] = weighed;
  const verb = first?.label ?? "refuse";
  const talk = weighed.find(({ label }) => label === "refuse")?.chance ?? 1;
  const sentences = sentencesOf(tokens).map((own) => ({ tokens: own, weight: chanceOf(verb, own, isInThread, weigh) }));
  return { verb, chance: first?.chance ?? 0, talk, sentences };
}

const chanceOf = (verb: Label, tokens: Token[], isInThread: boolean, weigh: Weigh): number =>
  weigh(featuresOf(tokens, isInThread)).find(({ label }) => label === verb)?.chance ?? 0;

/** One sentence asks for something, the others only tell: "Use swift, not grand. Grand was slow." */
function askedBeside(one: Part, isInThread: boolean, weigh: Weigh): Part | null {
  if (one.sentences.length < 2) return null;
  const read = one.sentences.map(({ tokens }) => ({ tokens, first: weigh(featuresOf(tokens, isInThread))[0] }));
  const [asking, other] = read.filter(({ first }) => first && first.label !== "refuse" && first.chance > 0.5);
  if (!asking?.first || other || read.some((each) => each !== asking && takesBack(each.tokens))) return null;
  const verb = asking.first.label;
  const sentences = one.sentences.map(({ tokens }) => ({ tokens, weight: tokens === asking.tokens ? 1 : 0 }));
  return { verb, chance: 0.8 * asking.first.chance, talk: 1, sentences };
}

const back =
  /^(?:no|not|don't|never|nope|wait|actually|kidding|joke|joking|jk|sarcasm|hypothetical\w*|nevermind|forget|if|unless|when|once|until|said|says|wrote|example|tomorrow|lol|oh|imagine|wrong|stop|cancel|scratch)$/;
/** "c9 does not", "I don't think anyone looks at it" only tell how it is. */
const takesBack = (tokens: readonly Token[]): boolean =>
  tokens.some(({ says }, n) => back.test(says) && !isTold(tokens, n));
const isTold = (tokens: readonly Token[], n: number): boolean => {
  const [before, here, next] = tokens.slice(n - 1, n + 2).map(({ says }) => says);
  if (n === 0 || before === undefined) return false;
  if (here === "not") return being.test(before);
  return here === "don't" && tokens.length > 5 && /^(?:i|we|they|people|you)$/.test(before) && feeling.test(next ?? "");
};
const being = /^(?:does|did|is|was|are|were|has|have|had|could|would)$/;
const feeling =
  /^(?:think|know|believe|care|trust|see|remember|have|mind|like|understand|get|need|really|even|seem|look|find)$/;

const ends = /^[.!?;:]$/;

function sentencesOf(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [[]];
  tokens.forEach((token, n) => {
    if (token.says === "so" && tokens[n - 1]?.is === "mark") found.push([]);
    found.at(-1)?.push(token);
    if (token.is === "mark" && ends.test(token.says) && !isValueNext(tokens, n)) found.push([]);
  });
  return found.filter((own) => own.some(({ is }) => is !== "mark"));
}

/** "budget : 4", "model : mini" */
const isValueNext = (tokens: readonly Token[], n: number): boolean =>
  tokens[n]?.says === ":" &&
  (tokens[n + 1]?.is !== "word" ||
    /^(?:effort|temperature|budget|strategy|model|models|thinking|reasoning)$/.test(tokens[n - 1]?.says ?? ""));
