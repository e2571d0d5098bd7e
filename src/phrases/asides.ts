import type { Verb } from "../../models/intent/words.ts";
import type { Piece } from "./path.ts";
import { mayTurn } from "./talk.ts";

/** Parts of a message that tell something and ask for nothing: what led to a request, and why it is made. */

type Part = { pieces: Piece[]; words: string; end: Piece | null; isAsked: boolean };

/** What is told ahead of an ask, left out where it cannot govern the ask. */
export function withoutTold(ahead: Piece[], text: string, verb: Verb): Piece[] {
  const parts = partsOf(ahead, text);
  const told = parts.map((part) => isTold(part, verb, text));
  // "We talked and agreed that it is stale. Run …": what is closed closes what it goes on from.
  const closed = parts.map((_, n) => parts.slice(n).findIndex((part) => isClosed(part, text)) + n);
  const isOut = (n: number): boolean =>
    (closed[n] ?? 0) >= n &&
    told.slice(n, (closed[n] ?? 0) + 1).every((each, at) => each || !hasLost(parts[n + at] as Part));
  return parts.flatMap((part, n) => (told[n] && isOut(n) ? kept(part, verb === "rollback" ? "" : text) : part.pieces));
}

/** What is told behind an ask, left out where it cannot turn the ask around. */
export function withoutReasons(own: Piece[], text: string, verb: Verb): Piece[] {
  const [first, ...parts] = partsOf(own, text);
  return [
    ...(first?.pieces ?? []),
    ...parts.flatMap((part) => (mayGiveReasons.has(verb) && isReason(part) ? kept(part) : part.pieces)),
  ];
}

/** Whose reasons are heard without being understood: what spends takes every word for a wish about it. */
const mayGiveReasons = new Set<Verb>([
  "cancel",
  "pause",
  "resume",
  "promote",
  "rollback",
  "digest",
  "review",
  "compare",
]);

function partsOf(pieces: Piece[], text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  pieces.forEach((piece, n) => {
    const next = pieces[n + 1];
    const isLast = next === undefined;
    if (!isBorder(piece) && !isLast && !isRequest(next)) return;
    const own = pieces.slice(from, n + 1);
    const said = own.filter((each) => !isBorder(each));
    const words = said.map((each) => text.slice(each.from, each.to)).join("");
    parts.push({ pieces: own, words, end: isBorder(piece) ? piece : null, isAsked: isRequest(next) });
    from = n + 1;
  });
  return parts;
}

const isBorder = (piece: Piece): boolean => piece.is === "mark" || piece.is === "question";
const isRequest = (piece: Piece | undefined): boolean => piece?.is === "request";

const hasLost = ({ pieces }: Part): boolean => pieces.some(({ is }) => is === "lost");

/** It may speak of a program; any other name or figure in it may be meant for the ask. */
const namesMore = ({ pieces, words }: Part, mayName = false): boolean =>
  (mayName ? anyId.test(words.replace(anId, " ")) || /[€£¢~>`"]|<@/.test(words) : /\d|[$€£¢~>`"]|<@/.test(words)) ||
  pieces.some(
    (piece) =>
      piece.is === "clause" && piece.slots.some(([slot]) => slot !== "program" && !(mayName && slot === "run")),
  );

const anyId = /\b[rcdegv]\d+\b/i;
const anId = /\b(?:r\d+|[cde]\d+)\b/i;

/** In a sentence of its own these only tell when something was; at its beginning they put off what follows. */
const inTime = /(?<=\S )(?:after|before|when|next|every|each|always|usually|often|sometimes)\b/gi;
const isSentence = ({ end }: Part, text: string): boolean => end !== null && /[.!?]/.test(text.slice(end.from, end.to));

const isTold = (part: Part, verb: Verb, text: string): boolean =>
  hasLost(part) && !namesMore(part, points.has(verb)) && !mayGovern(calmly(part, verb, text));

/** "r17 was a mistake, stop it": what is told says which is meant. */
const points = new Set<Verb>(["cancel", "pause", "resume", "promote", "rollback", "compare"]);

/** What people call out before they stop something. */
const alarm = /\b(?:wait|stop|hold on|hang on|oh no|no no|nevermind|never mind|oops|no|whoa)\b/gi;

/** The words without what cannot govern an ask that follows. */
function calmly(part: Part, verb: Verb, text: string): string {
  const words = isSentence(part, text) ? part.words.replace(inTime, " ") : part.words;
  return part.end !== null && (verb === "cancel" || verb === "pause") ? words.replace(alarm, " ") : words;
}

/** "We fix labels and run gepa" tells what is done: the ask has to begin anew. */
function isClosed({ words, end, isAsked }: Part, text: string): boolean {
  const mark = end === null ? "" : text.slice(end.from, end.to);
  if (mark === "" && (!telling.test(words) || /\b(?:why|who|what|how|which|where)\b/i.test(words))) return false;
  if (isAsked || /[.;!?]/.test(mark)) return !mark.includes(":") && !mark.includes('"');
  if (!/,|\b(?:so|but)\b/i.test(mark) || mark.includes('"') || (mark.includes(":") && !/\bso\b/i.test(mark)))
    return false;
  return !/\b(?:i|we|they|he|she|you|people|teams?)\b/i.test(words) || telling.test(words);
}

const telling = /\b(?:am|is|are|was|were|has|have|had|been|got|just|think|believe|guess|\w+ed)\b|'(?:m|s|ve|re|d)\b/i;

/** What something costs, told as a reason to stop it. */
const costly = /\b(?:budget|money|price|per|dollars?)\b/gi;

function isReason(part: Part): boolean {
  return (
    hasLost(part) &&
    !namesMore(part) &&
    !mayTurn(
      plainly(part.words)
        .replace(costly, " ")
        .replace(/\btwice\b/gi, " "),
    ) &&
    !/^(?:or|if|when)\b/i.test(part.words) &&
    !asksMore.test(part.words)
  );
}

/** "Pause r4, then show me the runs": no reason, but the next thing that is asked for. */
const asksMore =
  /^(?:and |then |also |plus |next |please |after that |afterwards )*(?:show|tell|give|list|display|print|see|get|send|post|fetch|pull|open|bring|let|check|do|label|verify|look)\b/i;

/** Negations that only tell how things are. */
const plainly = (words: string): string =>
  words
    .replace(/\b(?:is|are|was|were|does|did|has|have|had|can|could|wo)n't\b/gi, " ")
    .replace(
      /\b(?:i|we|they|you|users|people|customers) (?:really |just )?(?:don't|do not) (?!want|think|believe)/gi,
      " ",
    )
    .replace(/\b(?:is|are|was|were|am|'m|'s|'re|does|did|has|have) not\b/gi, " ")
    .replace(
      /\bno longer\b|\bno (?:use|point|good|budget|improvement|progress|time)\b|\bnot (?:working|worth|needed|good|helping)\b/gi,
      " ",
    )
    .replace(/\basked (?:for|us for|me for)\b/gi, " ")
    .replace(/\bi(?:'m| am) back\b|\b(?:the )?(?:old|last|new|previous) one\b/gi, " ");

/** Words that put what follows off, make it depend on something, or leave it to somebody else's mouth. */
const governing =
  /\b(?:in case|as soon as|as long as|provided|depending|if|unless|whether|when|whenever|once|until|till|til|after|before|suppose|supposing|imagine|pretend|hypothetical\w*|theoretical\w*|thought experiment|for example|e\.g|assuming|said|says|say|saying|told|tells|tell|asked|asks|wrote|writes|claims that|suggests?|suggested|would|should|shall|might|may|maybe|perhaps|probably|tomorrow|tonight|later|(?:mon|tues|wednes|thurs|fri|satur|sun)day|next|not|never|don't|dont|no|nope|none|nobody|nothing|stop|cancel|wait|hold|forget|ignore|avoid|skip|without|instead|except|joke|joking|kidding|jk|lol|sarcasm|sure|example|title|called|plan|plans|planning|planned|consider\w*|thinking of|thinking about|every|each|usually|always|daily|weekly|nightly|hourly|typically|normally|generally|often|sometimes|wish|hope|dream\w*|yesterday we|remember|regret|could|can)\b|n't\b/i;

export const mayGovern = (words: string): boolean => governing.test(plainly(words));

/** Of what is told, the program or the run it speaks of. */
const kept = ({ pieces }: Part, text = ""): Piece[] =>
  pieces.filter((piece) =>
    piece.is === "lost" ? anId.test(text.slice(piece.from, piece.to)) : piece.is !== "clause" || piece.slots.length > 0,
  );
