import { intentToLine } from "../../models/intent/line.ts";
import type { Known } from "../parse/draft.ts";
import { said as quoted } from "../parse/words.ts";
import type { Heard } from "./heard.ts";
import { meant } from "./meant.ts";
import { named } from "./named.ts";
import { spoken } from "./refusals.ts";
import { asksOf } from "./scored/asks.ts";
import { classesOf } from "./scored/classes.ts";
import { withoutForbidden } from "./scored/forbidden.ts";
import { withoutHeading } from "./scored/heading.ts";
import { isLeftOver } from "./scored/left-over.ts";
import { mended } from "./scored/mended.ts";
import { type Sentence, wordsOf } from "./scored/mentions.ts";
import { likely } from "./scored/model.ts";
import { outsideCommands } from "./scored/outside.ts";
import { type Part, partsOf } from "./scored/parts.ts";
import { withPointed } from "./scored/pointed.ts";
import { repaired } from "./scored/repairs.ts";
import { withShares } from "./scored/shares.ts";
import { withoutSpared } from "./scored/spared.ts";
import { type Kind, type Token, tokensOf } from "./scored/tokens.ts";
import { withoutTold } from "./scored/told.ts";
import { weights } from "./scored/weights.ts";
import { inThread, type ThreadContext } from "./thread.ts";
import { together } from "./together.ts";

/** What a message most likely means. */
export type Guess = {
  /** Null: most likely it asks for nothing that a command could do. */
  heard: Heard | null;
  /** That of its least likely part. */
  chance: number;
  /** Sentences that only tell something, quoted. */
  aside: string[];
  verbs: Part["verb"][];
  /** "Could it …?", "gepa on flash?": the question is how it is asked for; "run gepa?" may be a doubt. */
  isInvited: boolean;
  /** Something was said that the reading does not hold. */
  isLeftOver: boolean;
  /** Something of it was taken back while it was said. */
  isRepaired: boolean;
};

/** Reads a message by what its words weigh, wherever they stand; nothing here is certain. */
export function guess(tidied: string, known: Known, thread: ThreadContext | null): Guess {
  const text = mended(withoutQuote(tidied), known);
  const found = tokensOf(text, known);
  const anew = [repaired, withPointed, withoutSpared].reduce<Token[] | null>(
    (sofar, mend) => mend(sofar ?? found) ?? sofar,
    null,
  );
  const tokens = withoutForbidden(withoutHeading(withoutTold(anew ?? found)));
  const isInThread = thread !== null;
  const parts = inherited(partsOf(tokens, isInThread, (found) => likely(weights(), found))).map(onlyForNow);
  const isNone = parts.some(outsideCommands) || toSomebody.test(text) || !tokens.some(saysAnything);
  const asks = isNone ? [] : parts.flatMap((part) => asksOf(part, text, known, isInThread));
  const read = asks.map((ask) => meant(named(inThread(ask, thread), known), text, known));
  const heard = asks.length === 0 ? null : together(read);
  return {
    heard,
    chance: Math.min(...parts.map(({ chance }) => chance)),
    aside: parts
      .flatMap(({ sentences }) => sentences.filter(isTelling))
      .map(({ tokens }) => quoted(spoken(wordsOf(tokens)).replace(/[.,;:!]$/, ""))),
    verbs: parts.map(({ verb }) => verb),
    isInvited: inviting.test(text) || !ordering.test(text),
    isLeftOver: isLeftOver(parts, linesOf(heard), isInThread, (found) => likely(weights(), found)),
    isRepaired: anew !== null,
  };
}

const linesOf = (heard: Heard | null): string => (heard?.ok ? heard.intents.map(intentToLine).join(" ; ") : "");

const inviting = /\b(?:could|can|would|will|shall|might|may|how about|what about)\b/i;
const ordering =
  /^(?:(?:hi|hey|hello|helix|so|ok|and|please|,) )*(?:run|rerun|start|launch|kick|do|optimi[sz]e|tune|compile|try)\b/i;

/** A word that was ever met in a request, or a name: letters thrown together weigh nothing. */
const saysAnything = ({ is, says }: Token): boolean =>
  is === "word"
    ? weights().features.has(says) || weights().features.has(`#${classesOf(says)[0]}`)
    : is !== "mark" && is !== "number";

/** "> labels are clean now", and below it what is asked for: what is quoted above only tells. */
const withoutQuote = (tidied: string): string => {
  const below = tidied.replace(/^(?:> [^;]*; )+/, "");
  return below.split(" ").length > 5 ? below : tidied;
};

/** "Stop r12 for the moment" pauses it. */
function onlyForNow(part: Part): Part {
  const words = part.sentences.map(({ tokens }) => wordsOf(tokens)).join("");
  const isForNow = part.verb === "cancel" && forNow.test(words) && !/\b(?:cancel|kill|abort)\b/.test(words);
  return isForNow ? { ...part, verb: "pause" } : part;
}
const forNow =
  /\b(?:for (?:now|the moment|a (?:bit|while|moment|minute)|today)|temporarily|until (?:i|we|tomorrow|later|monday))\b/;

/** "@jonas did you see …" is said to somebody else. */
const toSomebody =
  /^(?:hey |hi |hello |, |: )*(?:@(?!helix\b)[\w.-]+|<@[^>]*>) (?!(?:just |already |has |had |have |finally |and i )*(?:\w+ed|told|said|says|thinks|thought|wants?|needs?|is|was|has|did|went|found|got|left|put|wrote|just|and|here|over)\b(?! you\b))/i;

/** It names nothing and asks for nothing. */
const isTelling = ({ tokens, weight }: Sentence): boolean =>
  weight < 0.3 && tokens.length > 3 && tokens.every(({ is }) => is === "word" || is === "mark");

/** "What is live for claims, and who approved it?": the program is that of the part before. */
function inherited(parts: Part[]): Part[] {
  return withShares(givenOn(givenOn(parts, "program", needsProgram), "run", new Set(), ofRun));
}

/** What was named of a kind in the part before is given to each part that names none and needs one or points at it. */
function givenOn(parts: Part[], kind: Kind, needs: ReadonlySet<string>, only?: ReadonlySet<string>): Part[] {
  let before: Sentence | null = null;
  return parts.map((part) => {
    const own = part.sentences.flatMap(({ tokens }) => tokens).find(({ is }) => is === kind);
    if (own) before = { tokens: [own], weight: 0 };
    const wants = (needs.has(part.verb) || pointsBack(part)) && (only?.has(part.verb) ?? true);
    if (own || before === null || !wants) return part;
    return { ...part, sentences: [...part.sentences, before] };
  });
}

const ofRun = new Set(["status", "why", "cancel", "pause", "resume"]);

const needsProgram = new Set(["run", "eval", "lineage", "rollback"]);
const pointsBack = ({ sentences }: Part): boolean =>
  sentences.some(({ tokens }) => tokens.some(({ says }) => /^(?:it|its|it's|that|there|this)$/.test(says)));
