import type { Verb } from "../../models/intent.ts";
import type { Ask } from "./asks.ts";
import type { Grammar } from "./grammar.ts";
import { Matcher, patternOf } from "./pattern.ts";

/** Words by which a question shows what it is about, whatever stands around them; the first that fits decides. */
const cues: readonly [Verb, RegExp][] = [
  [
    "help",
    /^(?:[a-z,]+ ){0,4}(?:how (?:do|can|should) (?:i|we)|what commands|which commands|commands)\b|\bhow (?:does|do) (?:this|you|it|helix) work\b/,
  ],
  [
    "audit",
    /\baudit\w*\b|\b(?:decision|decisions) (?:log|trail|record|history)\b|\btamper\w*\b|\bpaper trail\b|\bwho (?:decided|rejected|imported)\b/,
  ],
  [
    "lineage",
    /\bwho (?:has |had )?(?:approved|promoted|signed|shipped|released|deployed|okayed|ok'd|green-?lit|put|pushed|accepted)\b|\blineage\b|\bprovenance\b|\borigin\w*\b|\b(?:come|comes|came|coming|stems?|originates?) from\b|\bcome about\b|\b(?:which|what) (?:[a-z-]+ ){0,2}(?:run|experiment|job|optimizer|compile|search|optimization)\b.* (?:made|make|produced?|created?|led|behind|gave|give|built|found|generated?|yielded|responsible|got)\b|\bhow did .*\b(?:get|end up|got|make it)\b|\b(?:what|which) (?:evidence|basis|data)\b.*\b(?:approved|promoted|deployed|based|trained|shipped|built|made)\b|\bbehind (?:the|what|d\d+|our|current)\b|\bback ?story\b|\bhistory (?:of|behind) (?:d\d+|what|the (?:live|deployed|current))\b|\b(?:made|built|produced|created|trained) (?:from|by|with|on)\b/,
  ],
  [
    "review",
    /\b(?:labels?|drafts?|cards?|reviews?|truth gates?)\b.*\b(?:wait\w*|pending|open|left|queue\w*|todo|outstanding|need\w*)\b|\b(?:waiting|waits|pending|open|left|outstanding|queued up) (?:for|on) (?:me|us|my|a human|somebody|someone|review|a review|approval|people)\b|\b(?:anything|something|stuff|what|things|items?|more)\b.*\bto (?:review|label|approve|check off|sign off)\b|\b(?:review|label) queue\b|\bneeds? (?:my|our|a|some|human) (?:review|attention|input|label|labels|eyes|eyeballs|decision)\b/,
  ],
  ["traces", /\btraces?\b|\bproduction traffic\b|\blangfuse\b/],
  [
    "runs",
    /\b(?:tried|attempted|experimented|tested so far|ran so far)\b|\bexperiments?\b|\bruns\b|\battempts\b|\b(?:we|anyone|anybody|somebody|you) (?:ever |already )?(?:try|run|ran|tested)\b|\bhow many runs\b|\b(?:spent|spend|spending|cost us|burned|burnt)\b/,
  ],
  [
    "datasets",
    /\bdata ?sets?\b|\b(?:how many|number of|amount of) (?:[a-z]+ )?(?:examples|rows|labels|samples|data ?points|cases)\b|\b(?:test|train|val|validation) (?:set|split)\b|\bsplits?\b|\bversions? of (?:the |our )?data\b|\btraining data\b|\bexamples\b/,
  ],
  [
    "programs",
    /\bprograms\b|\bregistered\b|\bwhat (?:models|optimizers)\b|\bwhich models\b|\b(?:can|could) (?:you|we|i) (?:optimi[sz]e|run|tune)\b/,
  ],
  [
    "status",
    /\bstatus\b|\bstate of\b|\b(?:deployed|live|production|serving|serves|in use|rolled out|out there|shipped|current version|currently (?:run\w*|us\w*|hav\w*))\b|\bhow (?:is|are|'s)\b.*\b(?:doing|going|looking|performing|holding)\b|\bhow's\b|\bhow (?:good|well|accurate|stale|fresh)\b|\bdrift\w*\b|\bup to date\b|\bstale\b|\bup and running\b|\b(?:what's|what is|anything) (?:currently )?running\b|\bscore\b|\bin charge\b/,
  ],
];

const asking =
  /^(?:[a-z',]+ ){0,6}?(?:what\S*|which|who\S*|where\S*|when|why|how\S*|is|are|was|were|do|does|did|has|have|had|any|anything|show|list|give|tell|see|remind|check|pull|display|print|get|overview|summary|explain|know|can|could)\b|\? $/;

const turned =
  /\b(?:don't|dont|do not|never|stop|cancel|pause|delete|remove|drop|wipe|destroy|restart|approve|reject|merge|buy|if|unless|would|tomorrow|kidding|joke)\b|\b(?:please|pls|now|and|then) (?:run|promote|deploy|ship|rollback|evaluate|optimi[sz]e|compile|start|launch)\b|^(?:please )?(?:run|promote|deploy|ship|rollback|evaluate|optimi[sz]e|compile|start|launch)\b/;

const aboutProgram = patternOf("{program}");

/** A question by what it is about, where the grammar does not know how it is put; null for what may be no question. */
export function cued(text: string, grammar: Grammar): Ask | null {
  const lower = text.toLowerCase();
  if (!asking.test(lower) || turned.test(lower)) return null;
  const verb = cues.find(([, cue]) => cue.test(lower))?.[0];
  if (verb === undefined) return null;
  const programs = programsIn(text, grammar);
  const ids = verb === "lineage" ? (lower.match(/\b(?:d\d+|c\d[0-9a-f]*)\b/g) ?? []).slice(0, 1) : [];
  const takesProgram = verb !== "help" && verb !== "programs";
  const operands = [...(takesProgram ? programs.slice(0, 1) : []), ...ids];
  const draft = { verb, operands, options: {}, recommend: false, set: [] };
  const plain = {
    twice: programs.length > 1 ? ["program"] : [],
    refers: null,
    vague: null,
    ordinal: null,
    weak: false,
    told: false,
  };
  return { draft, ...plain, from: 0, to: text.length, unplaced: [], polite: true, isQuestion: true };
}

/** Every program named, wherever it stands, once each. */
function programsIn(text: string, grammar: Grammar): string[] {
  const matcher = new Matcher(text, grammar.vocabulary);
  const starts = [...text.matchAll(/\S+ /g)].map(({ index }) => index);
  const found = starts.flatMap((at) =>
    matcher.at(aboutProgram, at).flatMap(({ slots }) => slots.map(([, words]) => words)),
  );
  return [...new Set(found.map((words) => grammar.programNamed(words) ?? words))];
}
