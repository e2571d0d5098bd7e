import { isIronic } from "../refusals.ts";
import { classesOf } from "./classes.ts";
import { isAgainst, type Sentence, wordsOf } from "./mentions.ts";
import type { Label } from "./model.ts";
import type { Part } from "./parts.ts";
import { isPutOff } from "./put-off.ts";
import type { Kind, Token } from "./tokens.ts";

/**
 * Whether something is said that no command can hold: on a condition, at another time, as somebody else's words, as a
 * doubt, taken back, or with a limit that there is no option for. Then no line says what was meant.
 */
export const outsideCommands = (part: Part): boolean => isBeyond(part) || isUnmeant(part, isSurely(part));

/** Whether it sounds like an idea, and yet so much like the request for a run that it is proposed. */
export const isMeantAnyway = (part: Part): boolean => isSurely(part) && isUnmeant(part, false);

/** Left out of the lessons, no talk weighed this much. */
const isSurely = ({ verb, chance, talk }: Part): boolean => verb === "run" && chance > 0.95 && talk < 0.0065;

function isBeyond({ verb, sentences }: Part): boolean {
  if (verb === "refuse") return false;
  const tokens = sentences.flatMap((sentence) => sentence.tokens);
  const words = wordsOf(tokens);
  if (destroying.test(words) || (listing.has(verb) && changing.test(words))) return true;
  if (verb === "compare")
    return /\bbetween\b/.test(words) && sidesIn(tokens) === 1 && !tokens.some(({ is }) => is === "live");
  if (!acting.has(verb)) return false;
  return (
    dismissed.test(words) ||
    (verb !== "run" && new RegExp(`\\b(?:no|not a) (?:${nouns[verb] ?? verb})s?\\b`).test(words)) ||
    isQuoted(tokens) ||
    isAboutIts(tokens, verb) ||
    eitherOr(tokens) ||
    (steering.has(verb) && (isRange(tokens) || others.test(words))) ||
    tokens.some(({ is }) => is === "somebody") ||
    isLimited(verb, tokens, words)
  );
}

const nouns: Record<string, string> = { promote: "promotion", cancel: "cancellation", eval: "evaluation" };
/** However likely it sounds, nobody wants what is said so of it. */
const dismissed =
  /\b(?:over my dead body|not on my watch|in your dreams|dream on|fat chance|when hell freezes|under no circumstances|said (?:nobody|no one)|hands off|(?:don't|do not) you dare|(?:can't|cannot|can not) afford (?:a |another |any |to run )*(?:gepa|simba|copro|mipro\w*|bootstrap\S*|run))\b/;

function isUnmeant({ verb, sentences }: Part, isSure: boolean): boolean {
  if (!acting.has(verb)) return false;
  const tokens = sentences.flatMap((sentence) => sentence.tokens);
  // "What would it bring if we ran it on mini? Please start it." An order of its own makes an idea one.
  const asking = sentences.filter(
    ({ tokens: own }) =>
      (verb === "run" && trying.test(wordsOf(own))) ||
      (!isPutOff(own, verb, isSure) && (isSure || !isIronicIn(own, verb))),
  );
  const isIdea = asking.length < sentences.length && !asking.some(isOrder);
  const words = isSure || isPlainly(verb, tokens) ? plainly(tokens) : wordsOf(tokens);
  return isIdea || isTakenBack(isSure ? words.replace(/\bno wait\b|\b(?:said|says|say) : /g, "") : words);
}

const isIronicIn = (tokens: readonly Token[], verb: string): boolean =>
  isIronic(isPlainly(verb, tokens) ? plainly(tokens) : wordsOf(tokens));
const plainly = (tokens: readonly Token[]): string => wordsOf(tokens).replace(/\bsarcasm\b/g, "");

/** A wry face beside all that a run needs, with no word of feeling, is no irony. */
const isPlainly = (verb: string, tokens: readonly Token[]): boolean =>
  verb === "run" &&
  ["program", "optimizer", "model"].every((kind) => namesA(kind, tokens)) &&
  !tokens.some(
    ({ says }) =>
      says !== "sarcasm" &&
      (classesOf(says).includes("feeling") ||
        (wry.test(says) && !(/^(?:another|again)$/.test(says) && saysHow(tokens)))),
  );

/** Nobody says with what to reflect and what it may cost of something that is not meant. */
const saysHow = (tokens: readonly Token[]): boolean =>
  namesA("money", tokens) || tokens.some(({ says }) => /^(?:reflection|effort|temperature)$/.test(says));
const wry = /^(?:oh|sure|yeah|yes|another|again|more|only|always|obviously|clearly|bargain|totally|just)$/;

/** It begins as an order does, or it names so much that nothing else can be meant. */
const isOrder = ({ tokens, weight }: Sentence): boolean =>
  ordering.test(wordsOf(tokens)) ||
  (weight > 0.9 &&
    (["optimizer", "model"].every((kind) => namesA(kind, tokens)) ||
      ["program", "optimizer", "model", "money"].filter((kind) => namesA(kind, tokens)).length > 2));
const ordering =
  /^(?:, |and |so |but |then |ok |just |now )*(?:please|pls|can you|could you|would you|will you|go|start|launch|run|do|let|let's|kick|find|make|give|measure|try|evaluate|use|with)\b/;
/** "I doubt that copro helps, but let's find out" */
const trying =
  /\b(?:but|so|still|anyway|nonetheless|nevertheless) (?:, )?(?:still |just |then |please |anyway |do )*(?:let's (?!not\b|wait\b|hold\b|first\b|leave\b)|prove|give it|try it)/;
const namesA = (kind: string, tokens: readonly Token[]): boolean => tokens.some(({ is }) => is === kind);

const acting = new Set(["run", "eval", "cancel", "pause", "resume", "promote", "rollback"]);
const listing = new Set<Label>(["datasets", "traces", "review", "programs", "audit", "digest"]);
/** "Throw away dataset v4", "add me as approver": of what is only listed, nothing is changed. */
const changing =
  /^(?:(?:please|can|could|would|will|you|hi|hey|helix|just|we|i|should|want|to|,) )*(?:throw (?:away|out)|remove|discard|get rid of|bin|trash|clear|empty|drop (?!me\b|us\b|a\b|the (?:digest|summary))|add|insert|upload|import|rename|merge|edit|change|replace|modify|move|make (?:\w+ )?an?) /;
const destroying = /\b(?:delete|deleting|wipe|wiping|purge|erase|destroy|truncate|overwrite)\b/;

const sideKinds = new Set<Kind>(["candidate", "run", "deployment", "evaluation"]);
const sidesIn = (tokens: readonly Token[]): number => tokens.filter(({ is }) => sideKinds.has(is)).length;

/** "Pause r12 notifications": not the run itself is meant. */
const itsThings = /^(?:notifications?|reminders?|messages?|alerts?|e?mails?|updates|thread|card|meeting|demo|party)$/;
const isAboutIts = (tokens: readonly Token[], verb: string): boolean =>
  tokens.some(({ is }, n) => {
    const next = tokens[n + 1];
    const isOwned =
      steering.has(verb) &&
      isOwner(tokens, n) &&
      tokens.every((token, at) => token.is !== "run" || isOwner(tokens, at));
    return isOwned || ((is === "run" || is === "candidate") && itsThings.test(next?.says ?? ""));
  });
/** "R12's" followed by what is its own */
const isOwner = (tokens: readonly Token[], n: number): boolean =>
  tokens[n]?.is === "run" &&
  (tokens[n]?.says.endsWith("'s") ?? false) &&
  tokens[n + 1]?.is === "word" &&
  !being.test(tokens[n + 1]?.says ?? "");
/** "Only r61 should survive, cancel the others": which those are is not ours to say. */
const others = /\bonly r\d+ .*\bthe (?:others|rest)\b/;
/** "R60 through r62" */
const isRange = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ is }, n) =>
      is === "run" &&
      /^(?:through|thru|till|until|to|up)$/.test(tokens[n + 1]?.says ?? "") &&
      tokens[n + 2]?.is === "run",
  );
const steering = new Set(["cancel", "pause", "resume"]);
/** "r14's a dud" says what it is. */
const being =
  /^(?:looking|acting|dragging|hanging|a|an|the|just|so|too|no|not|been|going|still|only|already|dead|useless|stuck|done|broken|hopeless|wrong|burning|eating|costing|wasting|taking|blocking|getting|good|bad|fine|ready|over|out|pointless|obsolete|nowhere|doing|running|lost|overfitting|failing)$/;

const back =
  /\b(?:did|(?:docs?|documentation|manual|readme|log|logs|example|line|handbook|tutorial|paper|bot|you|it|slides?|page|wiki|somebody|someone|he|she|they|bob|anna|alice|tom|jonas|priya|jane|john|maria) (?:said|says|say|wrote|told (?:me|us))|(?<!\b(?:to|they|people|we|me|i) )say|typed) : |\? (?:no|never|nah|nope|better not|rather not)(?: thanks| thank you| way| wait)? (?:[,.!?] |$)|\b(?:(?:just|only|merely|purely) (?:an? |for )?(?:\w+ )?examples?|for (?:example|illustration) purposes|(?:don't|do not|please not|not) (?:\w+ )?(?:execute|actually (?:do|run|start)|really (?:do|run|start)|do (?:it|this) for real)|no wait|wait no|no , wait|actually (?:no|don't|not)|just kidding|jk|on second thought|scratch that|never ?mind|forget it|or rather (?:don't|not)|i mean don't|but (?:don't|not)(?! (?:\w+ )?(?:spend|spending|exceed|cost|pay|waste|burn|blow|go (?:over|above|beyond|past)|let (?:it|the bill|costs?|them)|more|above|over|beyond|at any)\b)(?: do it| yet)?|sarcasm|as if)\b/;
const anew =
  /\b(?:only|just|instead|rather) (?:to )?(?:run|cancel|kill|stop|pause|resume|promote|evaluate|start|gepa|mipro\w*|simba|copro|bootstrap\S*)\b/;
const isTakenBack = (words: string): boolean => back.test(words.replace(otherwise, " ")) && !anew.test(words);
/** "If it isn't better, never mind": of the result, not of the request. */
const otherwise =
  /\b(?:if not|otherwise|if (?:it|they|that|the \S+) (?:\S+ ){1,4}), (?:just )?(?:never ?mind|forget it)\b/g;

/** "Bob: cancel r12" */
const isQuoted = ([who, mark]: readonly Token[]): boolean =>
  mark?.says === ":" && who?.is === "word" && classesOf(who.says).includes("others");

/** "Cancel r12 or r13": which of them is not ours to say. */
const eitherOr = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ is }, n) =>
      is !== "word" &&
      is !== "mark" &&
      tokens.slice(n + 1, n + 3).some(({ says }) => says === "or") &&
      tokens.slice(n + 2, n + 6).some((token) => token.is === is || (is === "number" && token.is === "money")),
  ) &&
  (forgotten.test(wordsOf(tokens)) || !weighing.test(wordsOf(tokens)));
const weighing = /\b(?:which|better|stronger|whether|more|both|each|the two)\b/;
const forgotten = /\b(?:forget|forgot|don't (?:know|remember|recall)|not sure|no idea|unsure) (?:\S+ ){0,3}which\b/;

const every = [
  ["program", /\b(?:all|every|each|any) (?:the )?programs?\b/],
  ["optimizer", /\b(?:all|every|each|any) (?:the )?optimi[sz]ers?\b/],
] as const;
const counted =
  /\b\d+ (?:iterations?|epochs?|rounds?|times|calls|metric calls|examples|trials|steps|seeds|threads|generations|demos|shots|minutes|hours)\b|[€£]|\b(?:euros?|pounds?|quid|yen|per (?:example|call|row|run|candidate|trace)|million|thousand|unlimited|infinite)\b|\b(?:on|in) (?:(?:the|our|my|a) )?(?:cloud|staging|cluster|laptop|gpus?|servers?|machine|sandbox)\b|\b(?:turbo|god|debug|silent|safe|fast|private|dry[- ]run) mode\b|\bdry[- ]runs?\b|\b(?:no|zero) (?:reasoning )?effort\b|\b(?:fine-?tune|finetun\w+|real weights)\b/;

/** What a run or an evaluation is limited by and has no option for, or what is only left out. */
function isLimited(verb: string, tokens: readonly Token[], words: string): boolean {
  if (verb !== "run" && verb !== "eval") return false;
  const ships = /\b(?:promote|ship|deploy|release) (?:it|that|the result|the winner)\b/.test(words);
  if (ships && !/\b(?:if|when|once|should|provided|in case|as soon as|assuming|whichever|no|not|don't)\b/.test(words))
    return true;
  return (
    counted.test(words) ||
    every.some(([kind, all]) => all.test(words) && !namesA(kind, tokens)) ||
    (["program", "optimizer", "model"] as const).some((kind) => isOnlyLeftOut(tokens, kind, verb))
  );
}

const isOnlyLeftOut = (tokens: readonly Token[], kind: Kind, verb: string): boolean => {
  const named = tokens.flatMap(({ is }, n) => (is === kind ? [isAgainst(tokens, n)] : []));
  return named.length > 0 && named.every(Boolean) && !(verb === "eval" && kind === "optimizer");
};
