import { type Sentence, wordsOf } from "./mentions.ts";

/** What questions about runs are narrowed by. */

const states: readonly [string, RegExp][] = [
  [
    "failed",
    /\b(?:fail\w*|crash\w*|broke|broken|errored|died|dead|bombed|tanked|flopped|imploded|exploded|busted|unsuccessful\w*|went (?:wrong|belly up|south|bust|sideways|bad|kaput|pear-shaped|up in smoke)|gone (?:wrong|bad|belly up|south)|(?:blew|blow\w*) up|fell (?:over|flat|apart|through)|feel flat|ended badly|end badly|(?:didn't|did not|never|hasn't|haven't|not) (?:finish|make it|work out|succeed|complete|get through|go through|end well)\w*|hit the wall|bit the dust|with (?:an )?errors?)\b/,
  ],
  [
    "cancelled",
    /\b(?:did (?:i|we) (?:cancel|stop|kill|abort|end)|cancelled|canceled|aborted|stopped|killed|scrapped|binned|call(?:ed)? off|pulled the plug|given up|shut down|terminated)\b/,
  ],
  [
    "paused",
    /\b(?:did (?:i|we) (?:pause|park|halt)|paused|on hold|on ice|resting|suspended|halted|parked|frozen|asleep|sleeping)\b/,
  ],
  ["queued", /\b(?:queued|in the queue|queueing|queuing|in line|(?:yet|still) to (?:start|begin)|not started yet)\b/],
  [
    "running",
    /\b(?:running|in progress|in flight|active|going on|still (?:going|at it|alive|busy|on|open|up)|(?:are|is) (?:\w+ )?(?:going|alive|busy)|got going|ongoing|under ?way|chugging|cooking|unfinished|alive|as we speak)\b/,
  ],
  [
    "done",
    /\b(?:finish|finished|completed?|succeeded|successful\w*|successes|(?:went|gone|got|come|came|are|is) through|made it|(?:got|get|gets|came|ran|went|going|reach\w*)(?: all the way)?(?: to| till| until)? (?:the (?:very )?end|completion|the finish\w*(?: line)?)|(?:are|is|be|got|the|only|ones|all|that's|already) done)\b/,
  ],
];
/** "What has been done on P so far": nothing is said of how it ended. */
const isAny =
  /\b(?:been|was|were|be|we've|have|has|i've|we|i|did|what's|already|they) (?:\w+ )?done\b|\bdone (?:so far|on|for|with|before|to|about)\b|\bbeen running\b|\bwas i running\b/g;

const starting =
  "(?:start\\w*|begin|began|begun|run|ran|launch\\w*|tr(?:y|ied)|kick\\w*|did|do|done|submit\\w*|queued?|trigger\\w*|fired?|set (?:off|up|going|in motion)|got (?:going|running)|put (?:in|on|through)|sent|spun|initiated|made|created|call(?:ed)? off|cancel\\w*|stop\\w*|kill\\w*|paused?|optimi[sz]ed|tuned|own)";
const things =
  "(?:runs?|experiments?|jobs?|attempts?|tries|trials?|optimi[sz]ations?|failed|failures?|ones|stuff|history|tests?)";
const mine = new RegExp(
  `\\b(?:my(?: \\S+){0,2} ${things}|mine|my own|by me|from me|only me|just me|myself|(?:did|have|do|had|was it|was|am) i (?:\\w+ ){0,2}?(?:${starting}|running|doing|trying|up to|working)|do i have|have i got|(?:have|had) i been \\w+ing|i(?:'ve| have|'d| had)? (?:\\w+ )?${starting}|i(?:'ve| have) (?:\\w+ )?been (?:running|doing|trying|up to|working))\\b`,
);

/** "Before I do somebody's work twice": what whoever asks may do is not what they did. */
const planned =
  /\b(?:before|until|unless|if|when|so|can|could|should|shall|may|that) i (?:do|try|run|start|launch|kick|submit|queue|trigger|fire|begin|stop|kill|cancel|pause|call)\b/g;

/** "Leave out failed ones and those still going" */
const leftOut =
  /\b(?:leave out|leaving out|left out|skip|skipping|omit|omitting|exclude|excluding|ignore|ignoring|hide|hiding|except(?: for)?|apart from|other than|without|minus|not|none of|(?:all|everything|anything)(?: \w+)? but) (?:the |those |that |any |all |which |ones |were |are |have |still |just )*(?:failed|failures|cancell?ed|crashed|aborted|broken|running|paused|queued|going|dead|killed|stopped|unfinished)\b(?: ones| runs)?(?: (?:and|or|nor) (?:the |those |that |any |ones |are |were |still |which )*(?:failed|failures|cancell?ed|crashed|aborted|broken|running|paused|queued|going|dead|killed|stopped|unfinished)\b)*/g;

/** How the runs ended that are asked for, and whether only those of whoever asks. */
export function filtersIn(sentences: readonly Sentence[]): { status: string | undefined; isMine: boolean } {
  const words = sentences.map(({ tokens }) => wordsOf(tokens)).join("");
  const left = words.replace(isAny, " ").replace(leftOut, " ");
  return {
    status: states.find(([, is]) => is.test(left))?.[0],
    isMine: mine.test(words.replace(planned, " ")) && !/\bhave i missed\b/.test(words),
  };
}
