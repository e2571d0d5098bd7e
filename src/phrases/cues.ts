import type { Verb } from "../../models/intent.ts";
import { verbNamed } from "../parse/values.ts";
import type { Ask } from "./asks.ts";
import { progress, versus, weigh, worse } from "./evidence.ts";
import type { Grammar } from "./grammar.ts";
import { Matcher, type Pattern, patternOf } from "./pattern.ts";

const asking =
  /^(?:[a-z0-9',.!:;-]+ ){0,8}?(?:what\S*|which|who\S*|where\S*|when|why|how\S*|anything|show|list|give|tell|see|remind|check|pull|display|print|get|overview|summary|recap|digest|explain|know|open|fetch|need|want|like|bring|send|interested|looking|curious|wondering|status|history|paste|share|dump|view|update|details|info|information|eta|progress)\b|^(?:(?:hey|hi|hello|so|and|ok|okay|please|morning|good|helix|team|btw|just|quick|question|sorry|also|but|yo|,|\.|:|!) )*(?:is|are|was|were|do|does|did|has|have|had|any|can|could|let)\b|\? $/;

const acting =
  "run|rerun|promote|deploy|ship|rollback|revert|roll back|evaluate|optimi[sz]e|compile|recompile|start|launch|pause|resume|cancel|stop|kill|abort|delete|remove|drop|wipe|destroy|restart|approve|reject|merge|buy|import|book|order|send an email|tune|train|retrain|purge|rename|write|translate";

/** An order, an idea or a refusal among the words: that is no question, whatever it is about. */
const turned = new RegExp(
  `^(?:please |so |ok |okay |just |now |hey |hi |helix |, )*(?:do not|don't|never|leave|keep|stop|cancel|${acting})\\b(?! (?:of|history|log|status|for)\\b)` +
    `|\\b(?:please|now|and|then|just|you|let's|lets|to|,|\\.|!) (?:${acting}) (?!on\\b|of\\b|for the\\b|history|did|we\\b|i\\b)` +
    `|\\b(?:should|shall|would|might|may|what if|if) (?:we|i|you|somebody|someone|it)? ?(?:\\w+ )?(?:${acting})\\b` +
    "|^(?:and |but |so )?(?:if|when(?! (?:was|were|is|did|will|does|do|has|have|are))|once|suppose|in case)\\b|\\b(?:what|how) about\\b|\\bif [^,]*\\bthen\\b" +
    "|\\b(?:kidding|joke|sarcasm|tomorrow|weather|capital of|pull request)\\b",
);

/** Every question that is read by what it is about: the parts of a message each for itself, where they say enough. */
export function askedAbout(text: string, grammar: Grammar, thread: string | null): Ask[] {
  const lower = text.toLowerCase();
  if (!(asking.test(lower) || isHeading(lower)) || turned.test(lower)) return [];
  const one = aboutIds(text, thread) ?? null;
  if (one) return [one];
  const parts = text.split(parting).filter((part) => part.trim() !== "");
  const read = parts.flatMap((part) => clearly(part) ?? []);
  const verbs = [...new Set(read.length > 0 ? read : (clearly(text) ?? []))];
  const isNews = (verb: Verb) => verb === "digest" && verbs.length > 1 && !/digest|summary|recap/.test(lower);
  return verbs.filter((verb) => !isNews(verb)).map((verb) => askOf(verb, text, grammar));
}

/** A part of a message by what it is about, where the grammar does not know how it is put. */
export function cued(text: string, grammar: Grammar): Ask | null {
  const [verb] = clearly(text) ?? [];
  return verb === undefined || turned.test(text.toLowerCase()) ? null : askOf(verb, text, grammar);
}

const parting =
  /(?<=[?!;]+ |\. )|, (?:and )?(?=(?:what|who|which|how|where|show|list|did|is|are)\b)|\band (?:also |then )?(?=(?:what|who|which|how|where|show|list|tell|is|are|did|has|any)\b)/i;

/** The one command that enough speaks for, and clearly more than for any other. */
function clearly(text: string): [Verb] | null {
  const [best, second] = weigh(` ${text.toLowerCase()}`);
  if (best === undefined || best.weight < 3) return null;
  return second !== undefined && second.weight > best.weight - 1 ? null : [best.verb];
}

function askOf(verb: Verb, text: string, grammar: Grammar): Ask {
  const programs = valuesIn(text, grammar, aboutProgram).map((words) => grammar.programNamed(words) ?? words);
  const named = [...new Set(programs)];
  const takesProgram = verb !== "help" && verb !== "programs";
  const plain = plainAsk(verb, [...(takesProgram ? named.slice(0, 1) : []), ...idsFor(verb, text)], text);
  plain.draft.options = verb === "runs" ? runsOptions(text, grammar) : {};
  return { ...plain, twice: takesProgram && named.length > 1 ? ["program"] : [] };
}

function idsFor(verb: Verb, text: string): string[] {
  const lower = text.toLowerCase();
  if (verb === "lineage") return (lower.match(/\b(?:d\d+|c\d[0-9a-f]*)\b/g) ?? []).slice(0, 1);
  if (verb === "audit") return (lower.match(/\b[grdv]\d+\b/g) ?? []).slice(0, 1);
  if (verb === "datasets") return twoOf(lower.match(/\bv\d+\b/g));
  if (verb !== "help") return [];
  const forms = (word: string) => [
    word,
    word.replace(/d$/, ""),
    word.replace(/ed$|ing$/, ""),
    word.replace(/ing$/, "e"),
  ];
  const topic = lower.split(/\s+/).flatMap((word) => forms(word).flatMap((form) => verbNamed(form) ?? []))[0];
  return topic === undefined ? [] : [topic];
}

const twoOf = (found: string[] | null): string[] => {
  const all = [...new Set(found ?? [])];
  return all.length === 2 ? all.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))) : [];
};

const states: readonly [string, RegExp][] = [
  ["failed", /\b(?:fail|fails|failed|crashed|crash|broke|errored|went wrong)\b/],
  ["running", /\b(?:running|in progress|active|going on|still going)\b/],
  ["done", /\b(?:finished|done|completed|complete|succeeded)\b(?! (?:so far|on|for|with|already))/],
  ["cancelled", /\b(?:cancelled|canceled|aborted|stopped)\b/],
  ["paused", /\bpaused\b/],
  ["queued", /\b(?:queued|in the queue|waiting)\b/],
];

function runsOptions(text: string, grammar: Grammar): Ask["draft"]["options"] {
  const lower = text.toLowerCase();
  const [optimizer] = valuesIn(text, grammar, anOptimizer);
  const status = states.find(([, words]) => words.test(lower))?.[0];
  const isMine = /\b(?:my|mine|i (?:\w+ )?(?:start|started|run|ran|launched?|tried|try|kicked))\b/.test(lower);
  return { ...(optimizer && { optimizer }), ...(status && { status }), ...(isMine && { by: "me" }) };
}

/** Questions about runs, candidates or deployments by their ids: how far one is, why it lost, which of two is better. */
function aboutIds(text: string, thread: string | null): Ask | null {
  const lower = text.toLowerCase();
  const sides = [...new Set(lower.match(/\b(?:[der]\d+|c\d[0-9a-f]*)\b/g) ?? [])];
  const [run, other] = sides;
  if (sides.length === 2 && versus.test(lower)) return plainAsk("compare", sides, text);
  if (
    sides.length === 1 &&
    versus.test(lower) &&
    /\b(?:deployed|live|production|current|incumbent)\b/.test(lower) &&
    !isLineage(text)
  )
    return plainAsk("compare", sides, text);
  const isRun = run !== undefined && other === undefined && /^r\d+$/.test(run);
  const subject = isRun ? run : sides.length === 0 ? thread : null;
  if (subject === null || (!isRun && (weigh(` ${lower}`)[0]?.weight ?? 0) >= 3 && !isShort(lower))) return null;
  if (isLineage(text)) return null;
  if (worse.test(lower)) return plainAsk("why", [subject], text);
  return progress.test(lower) ? plainAsk("status", [subject], text) : null;
}

/** "Number of examples for claims": a few words without a verb ask for what they name. */
const isHeading = (text: string): boolean =>
  text.trim().split(/\s+/).length <= 8 &&
  !/\b(?:cool|another|clap|we|i|they|he|she|is|are|was|were|be|been|has|have|had|got|gets|went|goes|did|does|looks?|ran|seems?|took|feels?|finished|my|great|nice|good|lol|thanks|wow)\b|\b\w+ed\b(?<!labell?ed|deployed)|'s\b/.test(
    text,
  );

const isLineage = (text: string): boolean => weigh(` ${text.toLowerCase()}`)[0]?.verb === "lineage";
const isShort = (text: string): boolean => text.trim().split(/\s+/).length <= 5;

const plainAsk = (verb: Verb, operands: string[], text: string): Ask => ({
  draft: { verb, operands, options: {}, recommend: false, set: [] },
  twice: [],
  refers: null,
  vague: null,
  ordinal: null,
  weak: false,
  told: false,
  from: 0,
  to: text.length,
  unplaced: [],
  polite: true,
  isQuestion: true,
});

const aboutProgram = patternOf("{program}");
const anOptimizer = patternOf("{oneOptimizer}");

/** Every value of a kind that is named, wherever it stands. */
function valuesIn(text: string, grammar: Grammar, pattern: Pattern): string[] {
  const matcher = new Matcher(text, grammar.vocabulary);
  const starts = [...text.matchAll(/\S+ /g)].map(({ index }) => index);
  return starts.flatMap((at) => matcher.at(pattern, at).flatMap(({ slots }) => slots.map(([, words]) => words)));
}
