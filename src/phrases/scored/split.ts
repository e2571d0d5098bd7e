import { belongsTo, isAnother } from "./belongs.ts";
import { isWhole, lacks } from "./complete.ts";
import { featuresOf } from "./features.ts";
import { bareQuestion, greeting, joining } from "./joining.ts";
import { wordsOf } from "./mentions.ts";
import type { Likely, Weigh } from "./model.ts";
import type { Token } from "./tokens.ts";

const joins = /^(?:and|then|plus|also|afterwards|meanwhile|additionally|besides|finally|lastly)$/;

const next = /^(?:(?:after|beyond|besides) (?:that|this)|secondly|in addition|as well) /;
const anew = /^(?:and |then |also |plus )?(?:then|plus|also|afterwards|finally|lastly|additionally|besides) /;

/** A place where a message may fall into two asks; `least`: from which chance on a side is clear. */
type Cut = { left: Token[]; right: Token[]; least: number; isJoined: boolean; isAnew: boolean };
type Reader = { isInThread: boolean; weigh: Weigh; depth: number };

/** Where a message falls into two asks, each clear for itself. */
export const bestSplit = (tokens: Token[], isInThread: boolean, weigh: Weigh): [Token[], Token[]] | null =>
  splitOf(tokens, { isInThread, weigh, depth: 0 });

function splitOf(tokens: Token[], reader: Reader): [Token[], Token[]] | null {
  let best: { score: number; cut: Cut } | null = null;
  for (const cut of cutsOf(tokens, likeliest(tokens, reader).chance > 0.9)) {
    const score = scoreOf(cut, reader);
    if (score > (best?.score ?? 0.36)) best = { score, cut };
  }
  return best && [best.cut.left, best.cut.right];
}

/** What is one thing beyond doubt is two only beyond doubt, unless "and then" says so. */
function cutsOf(tokens: Token[], isOne: boolean): Cut[] {
  const places = tokens.flatMap((_, at) => (at > 0 && at < tokens.length - 1 && isBorder(tokens, at) ? [at] : []));
  return places.map((at) => {
    const isJoined =
      tokens.slice(at, at + 2).some(({ says }) => joins.test(says)) || next.test(wordsOf(tokens.slice(at, at + 2)));
    const right = afterJoining(tokens.slice(at));
    const isAnew = anew.test(wordsOf(tokens.slice(at, at + 2))) && tokens[at - 1]?.is !== tokens[at + 1]?.is;
    return { left: tokens.slice(0, at), right, least: isOne && !isJoined ? 0.8 : 0.6, isJoined, isAnew };
  });
}

const likeliest = (tokens: readonly Token[], { isInThread, weigh }: Reader): Likely =>
  weigh(featuresOf(tokens, isInThread))[0] ?? { label: "refuse", chance: 0 };

function isBorder(tokens: readonly Token[], at: number): boolean {
  const [before, here] = [tokens[at - 1], tokens[at]];
  if (here === undefined || before === undefined) return false;
  // "gepa and simba" are one list.
  if ((before.is === "optimizer" || before.is === "model") && tokens[at + 1]?.is === before.is) return false;
  // "Between c7 and what is live" is one.
  if (isBetween(tokens, at)) return false;
  // "Resume both r4 and r5 please"
  const behind = tokens[at + 2];
  const isPair = ids.has(before.is) && tokens[at + 1]?.is === before.is;
  if (isPair && (behind === undefined || behind.is === "mark" || /^(?:please|too|now|thanks)$/.test(behind.says)))
    return false;
  if (isPair && together.test(wordsOf(tokens.slice(at + 2)))) return false;
  const isMark = before.is === "mark" && before.says !== ":";
  return isMark || (joins.test(here.says) && !joining.test(before.says));
}

/** "Put c7 and c9 next to each other" */
const together =
  /^(?:next to|side by side|beside|against|to|with|versus|together|head to head|up against)(?: with)?(?: (?:each other|one another)|,| please| for me| $|$)/;

const isBetween = (tokens: readonly Token[], at: number): boolean => {
  const from = tokens.slice(0, at).findLastIndex(({ says }) => says === "between");
  const own = tokens.slice(from + 1, at);
  return (
    from >= 0 && tokens[at]?.says === "and" && own.length < 4 && own.filter(({ is }) => is !== "word").length === 1
  );
};

function afterJoining(tokens: Token[]): Token[] {
  const at = tokens.findIndex(({ says }) => !joining.test(says));
  return withoutLead(tokens.slice(Math.max(0, at)), tokens.slice(0, Math.max(0, at)));
}

/** "And once that's in motion tell me …": what only says when is no part of the next ask. */
function withoutLead(tokens: Token[], before: readonly Token[]): Token[] {
  if (!leading.test(wordsOf([...before, ...tokens.slice(0, 2)]))) return tokens;
  const at = tokens.slice(0, 7).findIndex(({ is, says }) => ordering.test(says) || is === "mark");
  return at > 0 && tokens.slice(0, at).every(({ is }) => is === "word") ? tokens.slice(at) : tokens;
}
const leading =
  /(?:^| )(?:once|when|while|after|as soon as) (?:that|that's|it|it's|this|you|you've|they|they're|he|she) /;
const ordering =
  /^(?:show|tell|give|list|what|what's|whatever|which|who|where|how|please|run|start|launch|evaluate|compare|cancel|kill|stop|pause|resume|promote|roll|send|post|check)$/;

function scoreOf({ left, right, least, isJoined, isAnew }: Cut, reader: Reader): number {
  if (!saysEnough(left) || !saysEnough(right)) return 0;
  const a = { ...likeliest(left, reader), tokens: left };
  const b = { ...likeliest(right, reader), tokens: right };
  // "Cancel r1, resume r2, and the digest": a side that is two things itself is clear for neither.
  if (isSeveral(a, least, reader)) return begins(right) && isClear(b, least, reader) ? 0.6 * b.chance : 0;
  if (isSeveral(b, least, reader)) return asks(left) && isClear(a, least, reader) ? 0.6 * a.chance : 0;
  // "Evaluate P on M, then Q on N": what is asked for once more need not be said again.
  const isSame = a.label === b.label && b.chance >= (b.label === "compare" && isJoined ? 0.4 : least);
  if (!isClear(a, least, reader) || !(isSame || isClear(b, least, reader))) return 0;
  if (
    isSame
      ? !isAnother(a.label, left, right)
      : (!(isAnew && areSure(a, b)) && !arePlain(a, b, isJoined)) || belongsTo(a.label, b.label, right, left)
  )
    return 0;
  return a.chance * b.chance;
}

type Side = Likely & { tokens: Token[] };

const isClear = ({ label, chance, tokens }: Side, least: number, { isInThread }: Reader): boolean =>
  label !== "refuse" && chance >= least && !lacks(label, tokens, isInThread);

const isSeveral = (side: Side, least: number, reader: Reader): boolean =>
  reader.depth < 2 &&
  (side.chance < least || lacks(side.label, side.tokens, reader.isInThread)) &&
  splitOf(side.tokens, { ...reader, depth: reader.depth + 1 }) !== null;

/** Both are sentences that ask, or "and which …" goes on with one, or both are whole without a verb. */
const arePlain = (a: Side, b: Side, isJoined: boolean): boolean =>
  (begins(b.tokens) && (asks(a.tokens) || (isJoined && ordering.test(b.tokens[0]?.says ?? "")))) ||
  (isFragment(a) && isFragment(b));

/** Then "and then" needs no verb behind it: "the lineage of P, then all its dataset versions". */
const areSure = (a: Side, b: Side): boolean => a.chance > 0.85 && b.chance > 0.85;

/** "r70 on hold", "r71 gets scrapped": no sentence, and yet all that its command needs. */
const isFragment = ({ label, tokens }: Side): boolean =>
  isWhole(label, tokens) && !isNews(tokens) && !isListed(tokens) && !past.test(wordsOf(tokens));
/** "(Resume r20,) the labels problem is solved": what something is asks for nothing. */
const isNews = (tokens: readonly Token[]): boolean =>
  bareQuestion.test(tokens.find(({ says }) => says !== "the")?.says ?? "") &&
  /^(?:\S+ ){1,3}(?:is|are|was|were|came|arrived|got) [^?]*$/.test(wordsOf(tokens));
/** "(pause r8 and) r9, …" goes on with what it is joined to. */
const isListed = ([first, next]: readonly Token[]): boolean =>
  first !== undefined && ids.has(first.is) && (next === undefined || (next.is === "mark" && next.says !== ":"));
const past = /\b(?:i|we|they|he|she|you|who) (?:\w+ )?(?:\w+ed|ran|did|had|was|were|remember)\b/;

const saysEnough = (tokens: readonly Token[]): boolean =>
  tokens.filter(({ is }) => is !== "mark").length >= 3 ||
  (tokens.length >= 2 && /^(?:what's|who's|how's|anything)$/.test(tokens[0]?.says ?? "")) ||
  (tokens.length >= 2 && tokens.some(({ is }) => ids.has(is))) ||
  tokens.some(({ says }) => bareQuestion.test(says));
const ids = new Set(["run", "candidate", "deployment", "version", "gate", "program"]);

const clause =
  /^(?:what|which|who|where|when|why|how|what's|who's|is|are|was|were|did|do|does|has|have|any|anything|show|tell|give|list|let|please|can|could|would|i|we|run|start|launch|kick|fire|optimi[sz]e|tune|compile|evaluate|eval|re-evaluate|measure|score|compare|cmp|cancel|kill|stop|abort|pause|hold|suspend|resume|continue|unpause|carry|promote|ship|deploy|release|roll|rollback|revert|undo|review|label|post|send|status|digest|audit|verify|check|see|get|pull|open|bring|put|go|off|restart|help|lineage|display|print|set|train|try|do|make|need|want|throw|toss|take|datasets|dataset|traces|runs|labels|experiments|latest|newest|whatever|whichever)$/;

const doing = /^(?:compared|vs|versus|against|can|should|needs|must|is|has|to|next|beside|gets|may|on|goes|back|out)$/;

const begins = (tokens: readonly Token[]): boolean => {
  const [first, next] = tokens.filter(({ says }) => !/^(?:the|a|me|my|our|some|us)$/.test(says));
  if (first === undefined) return false;
  if (/^(?:i|we)$/.test(first.says) && did.test(next?.says ?? "")) return false;
  if (isNews(tokens) || reason.test(wordsOf(tokens))) return false;
  return clause.test(first.says) || first.is === "optimizer" || (ids.has(first.is) && doing.test(next?.says ?? ""));
};

/** "Halt r93, I need to look at the labels first" */
const reason =
  /^(?:because |as |since )?(?:i|we) (?:need|have|want|must|still|got|should|would) (?:\S+ )+(?:first|beforehand) (?:[.!] )*$/;

/** "Carry on, I checked the labels": what was done asks for nothing. */
const did = /^(?:\w{3,}ed|did|had|was|were|got|saw|ran|just|already|have|put|made|took|found)$/;

/** Somewhere a clause begins as a question or an order does. */
const asks = (tokens: readonly Token[]): boolean =>
  !(isNews(tokens) && tokens.slice(0, -1).every(({ is }) => is !== "mark")) &&
  tokens.some(({ is, says }, n) => {
    const isNamed =
      wordsBefore(tokens, n).every((token) => token.is !== "word") && !/^(?:is|are|was|were|has)$/.test(says);
    return (
      says === "?" ||
      ((isStart(tokens, n) || isNamed) && (clause.test(says) || ids.has(is)) && !/^(?:i|we)$/.test(says)) ||
      /^(?:need|want|would|i'd|we'd)$/.test(says)
    );
  });

const wordsBefore = (tokens: readonly Token[], n: number): Token[] =>
  tokens.slice(0, n).filter(({ says }) => !joining.test(says) && !greeting.test(says));

/** "Two things. First r12": at the beginning, or behind a mark, past the words that only lead there. */
function isStart(tokens: readonly Token[], n: number): boolean {
  const before = tokens.slice(0, n);
  const last = before.findLast(({ is, says }) => is === "mark" || (!joining.test(says) && !greeting.test(says)));
  return last === undefined || last.is === "mark" || wordsBefore(tokens, n).length === 0;
}
