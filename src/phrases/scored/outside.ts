import { classesOf } from "./classes.ts";
import { isAgainst, wordsOf } from "./mentions.ts";
import type { Part } from "./parts.ts";
import type { Kind, Token } from "./tokens.ts";

/**
 * Whether something is said that no command can hold: on a condition, at another time, as somebody else's words, as a
 * doubt, taken back, or with a limit that there is no option for. Then no line says what was meant.
 */
export function outsideCommands({ verb, sentences }: Part): boolean {
  if (verb === "refuse") return false;
  const tokens = sentences.flatMap((sentence) => sentence.tokens);
  const words = wordsOf(tokens);
  if (destroying.test(words)) return true;
  if (verb === "compare")
    return /\bbetween\b/.test(words) && sidesIn(tokens) === 1 && !tokens.some(({ is }) => is === "live");
  if (!acting.has(verb)) return false;
  // "What would it bring if we ran it on mini? Please start it." An order of its own makes an idea one.
  const asking = sentences.filter((sentence) => !isPutOff(sentence.tokens, verb));
  const isIdea = asking.length < sentences.length && !asking.some((sentence) => isOrder(wordsOf(sentence.tokens)));
  return (
    isIdea ||
    isTakenBack(words) ||
    isQuoted(tokens) ||
    isAboutIts(tokens) ||
    eitherOr(tokens) ||
    tokens.some(({ is }) => is === "somebody") ||
    isLimited(verb, tokens, words)
  );
}

const isPutOff = (tokens: readonly Token[], verb: string): boolean =>
  coreOf(tokens).some(
    ({ clause, before }) => isConditional(clause, verb) || isLead(before, verb) || isDoubted(clause, verb),
  );

const isOrder = (words: string): boolean =>
  /^(?:, |and |so |but |then |ok |just |now )*(?:please|pls|can you|could you|would you|will you|go|start|launch|run|do|let|let's|kick|find|make|give|measure|try|evaluate|use|with)\b/.test(
    words,
  );

const acting = new Set(["run", "eval", "cancel", "pause", "resume", "promote", "rollback"]);
const destroying = /\b(?:delete|deleting|wipe|wiping|purge|erase|destroy|truncate|overwrite)\b/;

const sideKinds = new Set<Kind>(["candidate", "run", "deployment", "evaluation"]);
const sidesIn = (tokens: readonly Token[]): number => tokens.filter(({ is }) => sideKinds.has(is)).length;

type Core = { clause: string; before: string };
const names = new Set<Kind>(["program", "optimizer", "model", "run", "candidate", "deployment", "foreign"]);

/** The clauses that name something, each with the one before it. */
function coreOf(tokens: readonly Token[]): Core[] {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    if (token.is === "mark") clauses.push([]);
    else clauses.at(-1)?.push(token);
  }
  const filled = clauses.filter(({ length }) => length > 0);
  return filled.flatMap((own, n) =>
    own.some(({ is }) => names.has(is)) ? [{ clause: wordsOf(own), before: wordsOf(filled[n - 1] ?? []) }] : [],
  );
}

const condition =
  /\b(?:if|unless|once (?!with\b|by\b|on\b|for\b|more\b|again\b|and\b|per\b)|when|whenever|until|as soon as|in case|provided (?:that|it|we)|assuming|after (?:r\d|c\d|lunch|the (?:demo|release|meeting|labels?))\w*)/;
/** Said to be polite, or to say what is wanted to be known, or what a recommendation depends on. */
const polite =
  /\b(?:if|when|whenever|once) (?:you|you're|it's|that's|its|there's|possible|convenient|this is|anyone|somebody)\b|\b(?:know|see|check|find out|learn|tell|tells|sure|wonder\w*|curious|test|figure|whether|question|idea) (?:\w+ )?(?:if|when)\b/g;
const goodness =
  /\b(?:better|best|beats?|beating|wins?|won|improv\w+|good|ok|okay|pays?|holds?|worth\w*|helps?|gains?|higher|positive|convinc\w+|trade-?offs?|pass\w*|significant\w*|promising|ahead|outperform\w*|fine|cheaper|satisf\w+|succe\w+|works?|numbers?|results?|quality|stronger|well|great|solid|clear\w*|look\w*|warrant\w*|justif\w+|makes? sense|real)\b/;

/** "Let me see whether mini does the job if gepa tunes it": what is to be found out is no condition. */
const foundOut =
  /\b(?:let me|let's|lets|let us|please|want to|like to|love to|need to|can you|could you) (?:see|find out|check|test|know|learn|measure|try|figure out) (?:if|whether|what|how|where) .*/;

/** By verb; "pause it until the afternoon": until when it rests is no condition for it to rest. */
const noCondition: Record<string, RegExp> = { run: foundOut, pause: /(?<!^(?:\S+ )?)\buntil .*/ };

function isConditional(clause: string, verb: string): boolean {
  const left = clause.replace(noCondition[verb] ?? polite, " ").replace(polite, " ");
  const at = condition.exec(left)?.index;
  if (at !== undefined && !(verb === "run" && goodness.test(left.slice(at)))) return true;
  return scheduled.test(left);
}

const scheduled =
  /\b(?:tomorrow|tonight|next (?:week|month|monday|tuesday|wednesday|thursday|friday|time)|later|(?:on|next|every|by) (?:mon|tues|wednes|thurs|fri|satur|sun)day|every (?:night|day|week|morning|evening|hour|month)|daily|nightly|weekly|hourly|monthly|at \d+ ?(?:am|pm)|at (?:noon|midnight)|someday|some day|recurring|recurrently|returning)\b/;

/** "When legal agrees, promote c7." */
const isLead = (before: string, verb: string): boolean =>
  /^(?:and |so |but |then )*(?:if|unless|once|when|as soon as|in case|after|until)\b/.test(before) &&
  !/^(?:and |so |but )*(?:if|when|once) (?:you|possible|convenient|it's|that's)\b/.test(before) &&
  !(verb === "run" && goodness.test(before));

const doubt =
  /^(?:and |so |but |well |hmm |helix |hey |please |pls |ok |okay |just )*(?:(?:do not|don't|never|no need to|let's not|no reason to) (?:\w+ )?(?:run|start|launch|kick|cancel|kill|stop|abort|pause|resume|continue|promote|ship|deploy|release|roll|rollback|revert|touch|evaluate|eval|optimi[sz]e|tune|compile|do|try|use)\b|(?:should|shall) (?:we|i)\b|did (?:you|we|anyone|someone|somebody|bob)\b|have you\b|(?:why|who|how) (?:would|if|about|ever|was|did)\b|what (?:if|about|happens|ever|was|did)\b|why\b|(?:somebody|someone|he|she|they|bob|anna|alice|legal|my boss|the boss) (?:said|says|wrote|told|asked|wants|wanted|thinks)\b|i (?:ran|started|tried|cancelled|paused|promoted|will|'ll|might|may|would|wouldn't)\b|(?:i'll|i'd never|we'll|we'd|we will|we would|we ran|we tried|we might|we may|we should|we could|maybe|perhaps|imagine|suppose|pretend|hypothetically)\b)|> |~|\bthink(?:ing)? (?:of|about)\b|\b(?:not sure|undecided|wondering|unsure) (?:if|whether)\b/;
/** "Promoting c7 is a mistake"; of what is to be stopped or taken back it is the reason. */
const scolded =
  /\b(?:is|was|would be|sounds like) (?:a |such a |an )?(?:bad|terrible|stupid|awful|crazy|horrible|mistake|waste|disaster|nightmare)\b/;
const endsIt = new Set(["rollback", "cancel", "pause"]);
const isScolded = (clause: string, verb: string): boolean =>
  scolded.test(clause) && (!endsIt.has(verb) || /\bidea\b|ing\b/.test(clause));

const isDoubted = (clause: string, verb: string): boolean =>
  isScolded(clause, verb) ||
  (doubt.test(clause) && !(verb === "eval" && /^(?:and |so |but )*how would\b/.test(clause)));

/** "Pause r12 notifications": not the run itself is meant. */
const itsThings = /^(?:notifications?|reminders?|messages?|alerts?|e?mails?|updates|thread|card|meeting|demo|party)$/;
const isAboutIts = (tokens: readonly Token[]): boolean =>
  tokens.some(({ is }, n) => (is === "run" || is === "candidate") && itsThings.test(tokens[n + 1]?.says ?? ""));

const back =
  /\b(?:said|says|say|wrote|typed|did|told) : |\? (?:no|never|nah|nope|better not|rather not)(?: thanks| thank you| way| wait)? (?:[,.!?] |$)|\b(?:no wait|wait no|no , wait|actually (?:no|don't|not)|just kidding|jk|on second thought|scratch that|never ?mind|forget it|or rather (?:don't|not)|i mean don't|but (?:don't|not)(?: do it| yet)?|sarcasm|as if)\b/;
const anew = /\b(?:only|just|instead|rather) (?:to )?(?:run|cancel|kill|stop|pause|resume|promote|evaluate|start)\b/;
const isTakenBack = (words: string): boolean => back.test(words) && !anew.test(words);

/** "Bob: cancel r12" */
const isQuoted = ([who, mark]: readonly Token[]): boolean =>
  mark?.says === ":" && who?.is === "word" && classesOf(who.says).includes("others");

/** "Cancel r12 or r13": which of them is not ours to say. */
const eitherOr = (tokens: readonly Token[]): boolean =>
  tokens.some(
    ({ is }, n) =>
      is !== "word" &&
      is !== "mark" &&
      tokens[n + 1]?.says === "or" &&
      tokens.slice(n + 2, n + 5).some((token) => token.is === is),
  ) && !/\b(?:which|better|whether)\b/.test(wordsOf(tokens));

const counted =
  /\b\d+ (?:iterations?|epochs?|rounds?|times|calls|metric calls|examples|trials|steps|seeds|threads|generations|demos|shots|minutes|hours)\b|\b(?:all|every|each|any) (?:the )?(?:programs?|optimi[sz]ers?)\b|[€£]|\b(?:euros?|pounds?|quid|yen|per (?:example|call|row|run|candidate|trace)|million|thousand|unlimited|infinite)\b|\b(?:on|in) (?:(?:the|our|my|a) )?(?:cloud|staging|cluster|laptop|gpus?|servers?|machine|sandbox)\b|\b(?:turbo|god|debug|silent|safe|fast|private|dry[- ]run) mode\b|\bdry[- ]runs?\b|\b(?:no|zero) (?:reasoning )?effort\b|\b(?:fine-?tune|finetun\w+|real weights)\b/;

/** What a run or an evaluation is limited by and has no option for, or what is only left out. */
function isLimited(verb: string, tokens: readonly Token[], words: string): boolean {
  if (verb !== "run" && verb !== "eval") return false;
  const ships = /\b(?:promote|ship|deploy|release) (?:it|that|the result|the winner)\b/.test(words);
  if (ships && !/\b(?:if|when|once|should|provided|in case|as soon as|assuming|whichever|no|not|don't)\b/.test(words))
    return true;
  return (
    counted.test(words) ||
    (["program", "optimizer", "model"] as const).some((kind) => isOnlyLeftOut(tokens, kind, verb))
  );
}

const isOnlyLeftOut = (tokens: readonly Token[], kind: Kind, verb: string): boolean => {
  const named = tokens.flatMap(({ is }, n) => (is === kind ? [isAgainst(tokens, n)] : []));
  return named.length > 0 && named.every(Boolean) && !(verb === "eval" && kind === "optimizer");
};
