import { wordsOf } from "./mentions.ts";
import type { Kind, Token } from "./tokens.ts";

/** Whether a sentence puts off what it names: on a condition, to another time, or as a doubt; `isSure`: it is asked for beyond doubt. */
export const isPutOff = (tokens: readonly Token[], verb: string, isSure = false): boolean =>
  coreOf(tokens).some(
    ({ clause, before }) => isConditional(clause, verb) || isLead(before, verb) || isDoubted(clause, verb, isSure),
  );

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
  /\b(?:if|unless|(?<!\b(?:please|at|just|only|for) )once (?!$|(?:please|with|by|on|for|more|again|and|per|as|now|to|in|at|through|then|so|without|instead|using|via|under|from|today|right)\b)|when|whenever|until|as soon as|in case|provided (?:that|it|we)|assuming|after (?:r\d|c\d|lunch|the (?:demo|release|meeting|labels?))\w*(?!.*\b(?:said|agreed|decided|voted|approved|was|were|had)\b))/;
/** Said to be polite, or to say what is wanted to be known, or what a recommendation depends on. */
const polite = new RegExp(
  [
    "\\bit(?: would|'d) (?:really |just )?(?:make|help|save|please|mean|solve) (?:\\S+ ){0,5}?if\\b",
    "\\b(?:if|unless) (?:i'm|i am|i remember|i recall|i understand|memory serves)\\b",
    "\\b(?:if|when|whenever|once) (?:you|you're|it's|it is|it isn't|that's|that is|that isn't|its|there's|there is|possible|convenient|feasible|at all|this is|this isn't|not|anyone|somebody|someone|i may|i might|we may|we might|i can|we can|need be|(?:nobody|no one|no-one) (?:objects|minds|is against|needs))\\b",
    "\\b(?:know|see|hear|check|find out|learn|tell|tells|sure|wonder\\w*|curious|test|figure|whether|question|idea|ask|asks|asked|asking|interested|say|tried|try) (?:\\S+ ){0,3}?(?:if|when|whether)\\b",
    "\\b(?:love|like|appreciate|enjoy|welcome|great|nice|ok|okay|fine|alright|allowed|glad|happy|happier|grateful|thankful|obliged|delighted|pleased|good|lovely|cool|wonderful|helpful|awesome|fantastic|perfect|kind|super|sweet|amazing|mind|help|helps) (?:\\S+ ){0,3}?if\\b",
  ].join("|"),
  "g",
);
const goodness =
  /\b(?:better|best|beats?|beating|wins?|won|improv\w+|good|ok|okay|pays?|holds?|worth\w*|helps?|gains?|higher|positive|convinc\w+|trade-?offs?|pass\w*|significant\w*|promising|ahead|outperform\w*|fine|cheaper|satisf\w+|succe\w+|works?|numbers?|results?|quality|stronger|well|great|solid|clear\w*|look\w*|warrant\w*|justif\w+|makes? sense|real)\b/;
/** What a recommendation depends on is the result; "if legal says ok" is what the run depends on. */
const isOfResult = (words: string): boolean => goodness.test(words) && !consent.test(words);
const consent =
  /\b(?:legal|finance|security|compliance|my boss|the boss|my manager|he|she|they|somebody|someone) (?:\w+ )?(?:says?|said|agrees?|approves?|allows?|oks?|okays?|confirms?|gives?|is|are|signs?)\b/;

/** "Let me see whether mini does the job if gepa tunes it": what is to be found out is no condition. */
const foundOut =
  /\b(?:let me|let's|lets|let us|please|want to|like to|love to|need to|can you|could you) (?:see|find out|check|test|know|learn|measure|try|figure out) (?:if|whether|what|how|where) .*/;

/** By verb; "take it back until we know more", "pause it until the afternoon": until when it rests is no condition for it to rest. A run takes hours: tonight is now. */
const noCondition: Record<string, RegExp> = {
  run: new RegExp(
    `${foundOut.source}|\\btonight\\b|\\b(?:until|till|before) (?:(?:this|next|end of|the|coming) )*(?:mon|tues|wednes|thurs|fri|satur|sun)?(?:day|tomorrow|week|weekend|month|eod|eow|noon|evening|morning|lunch)\\b`,
    "g",
  ),
  rollback:
    /\b(?:until|till) (?!tomorrow|monday).*|\bafter (?:the|our|this|that|yesterday's|last \S+) .*?(?=<program>|$)/g,
  pause: /(?<!^(?:\S+ )?)\b(?:until|till) .*|\bfor (?:tonight|the night|today|the weekend)\b/,
};

function isConditional(clause: string, verb: string): boolean {
  const left = clause.replace(noCondition[verb] ?? polite, " ").replace(polite, " ");
  const at = condition.exec(left)?.index;
  if (at !== undefined && !(verb === "run" && (isOfResult(left.slice(at)) || isTrial(left, at)))) return true;
  return scheduled.test(left);
}

/** "Could mini do it if gepa had a go?": whether what is to be run helps is what is to be found out. */
const isTrial = (clause: string, at: number): boolean =>
  optimizer.test(clause.slice(at)) && !optimizer.test(clause.slice(0, at)) && !unreal.test(clause);
const optimizer = /\b(?:gepa|mipro|simba|copro|bootstrap|few-? ?shot|random search)/;
const unreal = /\b(?:was|were|fails?|failed|is|breaks?) /;

const scheduled =
  /\b(?:(?<!by |before )tomorrow|(?<!by |before )tonight|(?<!\b(?:by|before|for (?:the|our|my|a|an) (?:\S+ ){1,3}|before (?:the|our|my) (?:\S+ ){1,3}|(?:meeting|demo|freeze|release|review|deadline|launch|audit|conference|presentation|workshop) (?:is )?) ?)next (?:week|month|monday|tuesday|wednesday|thursday|friday|time)|later|(?:on|next|every) (?:mon|tues|wednes|thurs|fri|satur|sun)day|every (?:night|day|week|morning|evening|hour|month)|daily|nightly|weekly|hourly|monthly|at \d+ ?(?:am|pm)|at (?:noon|midnight)|someday|some day|recurring|recurrently|repeatedly)\b/;

/** "When legal agrees, promote c7." */
const isLead = (before: string, verb: string): boolean =>
  /^(?:and |so |but |then )*(?:if|unless|once|when|wait(?:ing)? (?:for|till)|as soon as|in case|after(?! that\b| this\b| which\b)|until)\b/.test(
    before.replace(polite, " ").trim(),
  ) && !(verb === "run" && isOfResult(before));

const ahead = "^(?:and |so |but |well |hmm |helix |hey |please |pls |ok |okay |just )*";
const orders =
  "(?:run|start|launch|kick|cancel|kill|stop|abort|pause|resume|continue|promote|ship|deploy|release|roll|rollback|revert|touch|evaluate|eval|optimi[sz]e|tune|compile|do|try|use)";
const wishing =
  "(?:(?:very |really |also |just |all |so |rather |quite )*(?:much )?(?:like|love|need|want|appreciate|prefer|welcome|enjoy|be |suggest|propose|ask|request|say|take|have (?!(?:loved|liked|been|run|done|had)\\b)|go (?:for|with)|try))";

/** How a clause begins that asks nothing: what is forbidden, asked about, told of others, or only thought of. */
const hard = [
  `(?:do not|don't|never|no need to|let's not|no reason to) (?:\\w+ )?${orders}\\b`,
  "did (?:you|we|anyone|someone|somebody|bob)\\b|have you\\b",
  "(?:why|who|how) (?:would|if|ever|was|did)\\b|what (?:if(?! we (?:tried|used|gave|took|explored|let)\\b)|happens|ever|was|did)\\b|why\\b(?! (?:not|don't (?:we|you)|can't we))",
  "(?:imagine|suppose|pretend|hypothetically)\\b",
];
const soft = [
  "should (?:we|i)\\b",
  "(?:somebody|someone|he|she|they|bob|anna|alice|legal|my boss|the boss) (?:said|says|wrote|told|asked|wants|wanted|thinks)\\b",
  "i (?:ran|started|tried|cancelled|paused|promoted)\\b|(?:we ran|we tried|we should (?!(?:really |definitely |also |just |get |have |be )*(?:get|start|run|have|be) (?:\\S+ ){0,6}(?:going|running|started|run))|we could have)\\b",
  `(?:i|we) (?:will|would|might|may|wouldn't)\\b(?! ${wishing})|(?:i'll|we'll|i'd never|we'd)\\b(?! ${wishing})`,
];
const doubtHard = new RegExp(`> |${ahead}(?:${hard.join("|")})`);
const doubt = new RegExp(`${ahead}(?:${soft.join("|")})`);
const anywhere =
  /~(?! (?!.*~))|\bthink(?:ing)? (?:of|about)\b|\b(?:not sure|undecided|unsure) (?:\w+ )?(?:if|whether) (?!i (?:say|said|write|do|put|ask)\b)|\bwonder\w* (?:if|whether) (?:to\b|(?:we|i) should|it is|it's|any(?:one|body))/;
/** Of what spends, a "maybe" is how people suggest it; of anything else they are undecided. */
const undecided = new RegExp(`${ahead}(?:maybe|perhaps)\\b`);
const suggested = new Set(["run", "eval"]);

/** "Promoting c7 is a mistake"; of what is to be stopped or taken back it is the reason. */
const scolded =
  /\b(?:is|was|would be|sounds like) (?:a |such a |an )?(?:bad|terrible|stupid|awful|crazy|horrible|mistake|waste|disaster|nightmare)\b/;
const endsIt = new Set(["rollback", "cancel", "pause"]);
const isScolded = (clause: string, verb: string): boolean =>
  scolded.test(clause) && (!endsIt.has(verb) || /\bidea\b|(?<!th)ing\b/.test(clause));

/** "r12 is cancelled, right?", "nobody cancelled it": what was done is only told. */
const reported =
  /\b(?:is|was|were|got|has been|have been|had been|just|already|nobody|no one|who) (?:cancelled|canceled|killed|aborted|stopped|paused|resumed|promoted|shipped|rolled back|reverted)\b/;
const wished =
  /\b(?:please|want|need|needs|make sure|see to it|see that|should|must|like|ensure|if|time|unless|can|could|would)\b/;

/** "r16 was paused over lunch": what is to be undone was done. */
const undoes = new Set(["resume", "rollback"]);

const isDoubted = (clause: string, verb: string, isSure: boolean): boolean =>
  isScolded(clause, verb) ||
  (reported.test(clause) && !wished.test(clause) && !undoes.has(verb)) ||
  (undecided.test(clause) && !suggested.has(verb)) ||
  (doubtHard.test(clause) && !(verb === "eval" && /^(?:and |so |but )*how would\b/.test(clause))) ||
  (!isSure && (anywhere.test(clause) || (doubt.test(clause) && !(undoes.has(verb) && told.test(clause)))));
/** "I promoted c9 and now it is broken": of what is to be undone. */
const told = /^(?:so |and |hi |hey |helix )*(?:i|we) \w+ed\b/;
