import type { Verb } from "../../../models/intent.ts";
import { featuresOf } from "./features.ts";
import { type Sentence, wordsOf } from "./mentions.ts";
import type { Label, Likely } from "./model.ts";
import type { Token } from "./tokens.ts";

/** One thing that is asked for, as likely as it is, and the sentences it is asked for in. */
export type Part = { verb: Label; chance: number; second: number; sentences: Sentence[] };

/** Weighs words: every label with its chance, the likeliest first. */
export type Weigh = (features: readonly string[]) => Likely[];

/** What a message asks for: mostly one thing, sometimes two or three with "and" or a full stop between. */
export function partsOf(tokens: Token[], isInThread: boolean, weigh: Weigh): Part[] {
  const one = partFor(tokens, isInThread, weigh);
  const split = bestSplit(tokens, isInThread, weigh);
  if (split === null) return [one.verb === "refuse" ? (askedBeside(one, isInThread, weigh) ?? one) : one];
  return split.flatMap((side) => partsOf(side, isInThread, weigh));
}

function partFor(tokens: Token[], isInThread: boolean, weigh: Weigh): Part {
  const [first, second] = weigh(featuresOf(tokens, isInThread));
  const verb = first?.label ?? "refuse";
  const sentences = sentencesOf(tokens).map((own) => ({ tokens: own, weight: chanceOf(verb, own, isInThread, weigh) }));
  return { verb, chance: first?.chance ?? 0, second: second?.chance ?? 0, sentences };
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
  return { verb, chance: 0.8 * asking.first.chance, second: 0, sentences };
}

const back =
  /^(?:no|not|don't|never|nope|wait|actually|kidding|joke|joking|jk|sarcasm|hypothetical\w*|nevermind|forget|if|unless|when|once|until|said|says|wrote|example|tomorrow|lol|oh|imagine|wrong|stop|cancel|scratch)$/;
const takesBack = (tokens: readonly Token[]): boolean => tokens.some(({ says }) => back.test(says));

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

const joining =
  /^(?:and|then|also|plus|afterwards|after|next|finally|meanwhile|additionally|besides|secondly|first|but|,|\.|;|!|\?|oh|btw|while|you're|at|it|instead|once|that's|that|done|in|the|meantime)$/;
const joins = /^(?:and|then|plus|also|afterwards|meanwhile|additionally|besides|finally)$/;

/** Where a message falls into two asks, each clear for itself. */
function bestSplit(tokens: Token[], isInThread: boolean, weigh: Weigh): [Token[], Token[]] | null {
  const isOne = (weigh(featuresOf(tokens, isInThread))[0]?.chance ?? 0) > 0.9;
  let best: { score: number; sides: [Token[], Token[]] } | null = null;
  for (let at = 1; at < tokens.length - 1; at++) {
    if (!isBorder(tokens, at)) continue;
    const sides: [Token[], Token[]] = [tokens.slice(0, at), afterJoining(tokens.slice(at))];
    // What is one thing beyond doubt is two only beyond doubt, unless "and then" says so.
    const score = scoreOf(sides, isOne && !isJoined(tokens, at) ? 0.8 : 0.6, isInThread, weigh);
    if (score > (best?.score ?? 0.4)) best = { score, sides };
  }
  return best?.sides ?? null;
}

function isBorder(tokens: readonly Token[], at: number): boolean {
  const [before, here] = [tokens[at - 1], tokens[at]];
  if (here === undefined || before === undefined) return false;
  const isMark = before.is === "mark" && before.says !== ":";
  return isMark || (joins.test(here.says) && !joining.test(before.says));
}

const isJoined = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(at, at + 2).some(({ says }) => joins.test(says));

const afterJoining = (tokens: Token[]): Token[] =>
  tokens.slice(
    Math.max(
      0,
      tokens.findIndex(({ says }) => !joining.test(says)),
    ),
  );

function scoreOf([left, right]: [Token[], Token[]], least: number, isInThread: boolean, weigh: Weigh): number {
  if (!saysEnough(left) || !saysEnough(right) || !asks(left) || !begins(right)) return 0;
  const [a, b] = [weigh(featuresOf(left, isInThread))[0], weigh(featuresOf(right, isInThread))[0]];
  if (!a || !b || a.label === "refuse" || b.label === "refuse") return 0;
  if (a.chance < least || b.chance < least || lacks(a.label, left, isInThread) || lacks(b.label, right, isInThread))
    return 0;
  if (a.label === b.label ? !isAnother(a.label, left, right) : belongsTo(a.label, b.label, right, left)) return 0;
  return a.chance * b.chance;
}

/** What acts on something has to name it, or point at it. */
const lacks = (verb: Label, tokens: readonly Token[], isInThread: boolean): boolean => {
  if (/^(?:cancel|pause|resume|why)$/.test(verb)) return !has(tokens, "run") && !isInThread;
  if (verb === "compare" || verb === "promote") return !tokens.some(({ is }) => sides.has(is)) && !isInThread;
  if (verb === "run") return !has(tokens, "optimizer");
  return false;
};

const saysEnough = (tokens: readonly Token[]): boolean =>
  tokens.filter(({ is }) => is !== "mark").length >= 3 ||
  (tokens.length >= 2 && /^(?:what's|who's|how's|anything)$/.test(tokens[0]?.says ?? "")) ||
  (tokens.length >= 2 && tokens.some(({ is }) => ids.has(is))) ||
  tokens.some(({ says }) => bareQuestion.test(says));
const bareQuestion = /^(?:status|digest|datasets|traces|programs|lineage|audit|review|reviews|drafts|labels)$/;
const ids = new Set(["run", "candidate", "deployment", "version", "gate", "program"]);

const clause =
  /^(?:what|which|who|where|when|why|how|what's|who's|is|are|was|were|did|do|does|has|have|any|anything|show|tell|give|list|let|please|can|could|would|i|we|run|start|launch|kick|fire|optimi[sz]e|tune|compile|evaluate|eval|re-evaluate|measure|score|compare|cmp|cancel|kill|stop|abort|pause|hold|suspend|resume|continue|unpause|carry|promote|ship|deploy|release|roll|rollback|revert|undo|review|label|post|send|status|digest|audit|verify|check|see|get|pull|open|bring|put|go|restart|help|lineage|display|print|set|train|try|do|make|need|want|datasets|dataset|traces|runs|labels|experiments|latest|newest)$/;

const doing = /^(?:compared|vs|versus|against|can|should|needs|must|is|has|to)$/;

const begins = (tokens: readonly Token[]): boolean => {
  const [first, next] = tokens.filter(({ says }) => !/^(?:the|a|me|my|our|some|us)$/.test(says));
  if (first === undefined) return false;
  return clause.test(first.says) || first.is === "optimizer" || (ids.has(first.is) && doing.test(next?.says ?? ""));
};

/** Somewhere a clause begins as a question or an order does. */
const asks = (tokens: readonly Token[]): boolean =>
  tokens.some(({ says }, n) => {
    const before = tokens.slice(0, n).filter((token) => !joining.test(token.says) && !greeting.test(token.says));
    const isNamed = before.every(({ is }) => is !== "word") && !/^(?:is|are|was|were|has)$/.test(says);
    const isStart = before.length === 0 || tokens[n - 1]?.is === "mark" || isNamed;
    return (
      says === "?" ||
      (isStart && (clause.test(says) || ids.has(tokens[n]?.is ?? "word")) && !/^(?:i|we)$/.test(says)) ||
      /^(?:need|want|would|i'd|we'd)$/.test(says)
    );
  });
const greeting = /^(?:hi|hey|hello|helix|ok|okay|good|morning|so|team|pls|just|now|quick|one)$/;

/** The same once more counts where it is about something else. */
function isAnother(verb: Label, left: readonly Token[], right: readonly Token[]): boolean {
  if (verb === "run") return differs("program", left, right) && has(left, "optimizer") && has(right, "optimizer");
  if (verb === "compare") return right.filter(({ is }) => sides.has(is) || is === "live").length >= 2;
  return (verb === "runs" || verb === "datasets") && differs("program", left, right);
}
const sides = new Set(["run", "candidate", "deployment", "evaluation"]);
const has = (tokens: readonly Token[], kind: string): boolean => tokens.some(({ is }) => is === kind);
const differs = (kind: string, left: readonly Token[], right: readonly Token[]): boolean => {
  const named = new Set(left.flatMap(({ is, says }) => (is === kind ? [says] : [])));
  return named.size > 0 && right.some(({ is, says }) => is === kind && !named.has(says));
};

const takesBackOrStops = new Set<Label>(["rollback", "cancel", "pause", "resume", "promote"]);
const isAsking = (tokens: readonly Token[]): boolean =>
  tokens.some(({ says }) => says === "?" || bareQuestion.test(says)) ||
  /^(?:what|which|who|where|when|why|how|what's|who's|how's|show|tell|give|list|check)$/.test(
    tokens.find(({ is, says }) => is !== "mark" && !joining.test(says) && !greeting.test(says))?.says ?? "",
  );

/** What is said of the result of a run is part of the run. */
function belongsTo(verb: Label, next: Label, right: readonly Token[], left: readonly Token[]): boolean {
  const its = right.some(({ says }) =>
    /^(?:it|it's|its|them|they|both|this|that|result|results|each|when)$/.test(says),
  );
  const own = right.filter(({ is }) => sides.has(is)).length > (next === "compare" && its ? 1 : 0);
  const parts: Partial<Record<Verb, Label[]>> = {
    run: own ? [] : ["compare", "promote", "eval", "status", "why"],
    eval: own ? [] : ["compare", "promote"],
    compare: own || has(left, "candidate") ? [] : ["run", "promote"],
    why: ["compare", "status", "datasets"],
    rollback: own ? [] : ["why"],
  };
  if (verb === "refuse") return false;
  if (verb === "status" && next === "eval" && !right.some(({ is }) => ids.has(is))) return true;
  // "Is it getting any better? c2 against c9 please", "how many versions are there and what came in with each"
  if (verb === "status" && next === "compare") return left.some(({ says }) => /^(?:better|worse|best)$/.test(says));
  // "P in prod is bad. Roll it back": what is only told is the reason.
  if (verb === "status" && takesBackOrStops.has(next) && !isAsking(left)) return true;
  if (verb === "datasets" && right.some(({ says }) => /^(?:each|them|they|those|these)$/.test(says))) return true;
  if (next === "status" && verb === "run" && !/\b(?:better|beats?|than|against|compared?)\b/.test(wordsOf(right)))
    return !has(right, "live") && (its || !isAsking(right));
  return parts[verb]?.includes(next) ?? false;
}
