import type { Verb } from "../../models/intent.ts";

/** Words that speak for a question being about one thing or another, and how much. */
type Evidence = readonly [weight: number, words: RegExp];

const live =
  "deployed|live|(?:customers|users|people) (?:are |currently )?(?:see|seeing|get|getting|use|using)|being served|in production|on production|production|serving|serves|in use|rolled out|out there|shipped|currently running|running now|current (?:version|release|one|prompt|model|deployment)|incumbent";

const evidence: Partial<Record<Verb, readonly Evidence[]>> = {
  help: [
    [6, /\bhow (?:do|can|should|would|could|does|to) (?:i|we|you|one|somebody|someone)?\b(?! know| we (?:do|stand))/],
    [5, /\bhow (?:does|do) (?:this|you|it|helix|the bot|\w+) work\b/],
    [5, /\b(?:what|which|list|show|all) (?:\w+ ){0,2}(?:commands?|features|abilities|capabilities)\b/],
    [
      5,
      /\bwhat (?:else |all )?(?:can|do|could) (?:you|this bot|helix|the bot) (?:even |actually )?(?:do|offer|understand|support|know how)\b/,
    ],
    [4, /\b(?:manual|usage|instructions for|documentation|docs|tutorial|cheat ?sheet|explain (?:how|to me how))\b/],
    [
      3,
      /\bwhat (?:does|is) (?:the )?(?:pause|cancel|resume|rollback|promote|compare|review|digest|audit|lineage|eval|traces)\b.*\b(?:do|mean|for|command)\b/,
    ],
  ],
  audit: [
    [2, /\baudit\w*\b/],
    [
      6,
      /\baudit (?:log|trail|chain|records?|history)\b|\b(?:decision|approval) (?:log|trail|record|history)\b|\bpaper ?trail\b/,
    ],
    [
      5,
      /\btamper\w*\b|\bwho (?:has|have|had|'s)? ?(?:been )?(?:approving|promoting|deciding|rejecting|signing)\b|\bwho (?:did|changed|decided|approved|rejected|imported|touched) (?:what|which|things|everything|stuff)\b/,
    ],
    [
      4,
      /\bwho (?:decided|rejected|imported|clicked|touched|changed|paused|cancell?ed|stopped)\b|\bwho(?: has| have)? (?:approved|signed|promoted|decided)\b.*\b(?:last|this) (?:week|month|days?|quarter)\b/,
    ],
    [
      4,
      /\b(?:all|every|list|which|what|log of|record of|history of)\b.*\b(?:decisions|approvals|every approval|each approval|rejections|sign-?offs)\b(?!.*\b(?:waiting|pending|open)\b)/,
    ],
    [1, /\b(?:compliance|security|auditors?|regulators?|legal)\b/],
  ],
  lineage: [
    [8, /\blineage\b|\bprovenance\b|\borigins?\b|\bancest\w+\b|\bpedigree\b|\bfamily tree\b|\bback ?story\b/],
    [
      5,
      /\bwho (?:\w+ )?(?:approved|promoted|signed|shipped|released|deployed|okayed|ok'd|green-?lit|put|pushed|accepted|blessed|authori[sz]ed)\b|\bby whom\b|\b(?:approved|promoted|signed off) by\b|\b(?:back ?story|story|history)\b.*\b(?:behind|of)\b.*\b(?:deployed|live|production|current)\b|\bbehind (?:our|the) (?:deployed|live|current)|\b(?:zzz)\b/,
    ],
    [
      5,
      /\b(?:come|comes|came|coming|stems?|originates?|originated|derived|descends?) from\b|\bcome about\b|\bout of which\b|\b(?:which|what) (?:run|experiment|job|optimizer)\b.*\bc(?:o|a)me\b|\bhow come\b|\bhow come\b|\bwhere .*\b(?:come|comes|came|originate\w*)\b/,
    ],
    [
      5,
      /\b(?:which|what) (?:[a-z0-9-]+ ){0,3}(?:run|experiment|job|optimizer|compile|search|optimization|trial|attempt)\b.* (?:made|make|produced?|created?|led|behind|gave|give|built|found|generated?|yielded|responsible|got|brought|delivered|spawned|spat)\b/,
    ],
    [
      4,
      /\bhow (?:did|was|were|has|come)\b.*\b(?:get|end up|got|make it|made|land|landed|built|created|produced|born|chosen|picked)\b/,
    ],
    [
      4,
      /\b(?:what|which|whose) (?:evidence|basis|data|dataset|labels|numbers|prompt|decision|approval)\b.*\b(?:approved|promoted|deployed|based|trained|shipped|built|made|led to|behind)\b/,
    ],
    [
      4,
      /\bbehind (?:the|what|d\d+|our|current|it)\b|\bhistory (?:of|behind) (?:d\d+|what|the (?:live|deployed|current))\b/,
    ],
    [
      7,
      /\b(?:which|what) .*\b(?:trained|built|compiled|made|created)\b|\b(?:made|built|produced|created|trained|compiled) (?:from|by|with|on|out of)\b|\bbased on\b/,
    ],
    [
      4,
      /\bwhy (?:did|do|have|was|were|is|are) (?:\w+ ){0,4}(?:promote|promoted|deploy|deployed|ship|shipped|live|chosen|picked)\b/,
    ],
  ],
  review: [
    [
      4,
      /\b(?:labels?|drafts?|cards?|reviews?|truth gates?|label drafts|examples?)\b.*\b(?:wait\w*|pending|open|left|queue\w*|todo|outstanding|need\w*|unreviewed|to go)\b|\b(?:pending|open|waiting|outstanding|unreviewed|drafted|new) (?:\w+ )?(?:labels?|drafts?|cards?|reviews?|truth gates?)\b/,
    ],
    [
      4,
      /\b(?:waiting|waits|wait|pending|open|left|outstanding|queued up|stuck|hanging|lined up|parked) (?:\w+ )?(?:for|on|with) (?:me|us|my|a human|human|somebody|someone|review|a review|approval|people)\b/,
    ],
    [
      5,
      /\bto (?:be )?(?:review|label|approve|reviewed|labell?ed|check off|sign off|look over|go through)\b|\b(?:review|label|reviewing|labell?ing) (?:queue|backlog|pile|inbox|list)\b|\b(?:i|we) (?:must|should|have to|need to|can|could|ought to) (?:review|label|check|approve|look at)\b/,
    ],
    [
      4,
      /\bneeds? (?:my|our|a|some|human|me|any) ?(?:review|attention|input|label|labels|eyes|eyeballs|decision|human|look|person|ok|okay|approval)?\b.*|\bmy (?:queue|inbox|todo|to-do|plate|turn)\b/,
    ],
    [2, /\breview\w*\b|\bdrafts?\b/],
    [1, /\blabels?\b/],
  ],
  traces: [
    [6, /\btraces?\b|\blangfuse\b/],
    [
      4,
      /\bproduction (?:traffic|calls|inputs|requests|logs|data|queries|examples)\b|\b(?:live|real|recent|user|customer|incoming) (?:traffic|calls|inputs|queries|requests)\b|\btraffic\b/,
    ],
    [
      6,
      /\b(?:users|customers|people|production) (?:\w+ ){0,2}(?:send|sent|sending|asking|ask|asked|typing|type|typed|submit\w*)\b|\bcame in\b|\bcoming in\b/,
    ],
  ],
  runs: [
    [
      4,
      /\b(?:try|tried|attempted|experimented|tested so far|ran so far|thrown|throw|explored|run through|gone through|put through|trying|tries|trial|trials)\b|\bexperiments?\b|\bruns\b|\battempts\b|\bjobs\b|\bexperiment history\b|\brun history\b|\btrack record\b/,
    ],
    [
      4,
      /\b(?:we|anyone|anybody|somebody|someone|you|i) (?:ever |already |even )?(?:try|run|ran|tested|tried|launch|launched|started|start|kicked off)\b|\b(?:any|every|each|last|latest|failed|which) runs?\b/,
    ],
    [3, /\b(?:what|anything|which) (?:\w+ )?(?:failed|crashed|broke|running|cancelled|queued|finished)\b.*/],
    [2, /\b(?:spent|spend|spending|cost us|burned|burnt|burn)\b/],
  ],
  datasets: [
    [4, /\bdata ?sets?\b|\bdata ?set versions?\b|\btraining data\b|\bdata versions?\b/],
    [
      4,
      /\b(?:how many|number of|amount of|count of|how much) (?:[a-z]+ ){0,2}(?:examples|rows|labels|samples|data ?points|cases|records|data)\b/,
    ],
    [
      4,
      /\b(?:test|train|training|val|validation|dev) (?:set|split|data)\b|\bsplits?\b|\bversions? of (?:the |our )?data\b|\bv\d+ .*\bv\d+\b/,
    ],
    [3, /\bexamples\b|\b(?:in|of|to) (?:the |our )?data\b|\blabell?ed (?:data|examples)\b/],
  ],
  programs: [
    [
      4,
      /\bregistered\b|\b(?:what|which|list|show|all|available|my|our|your|the) (?:\w+ ){0,2}(?<!(?:in|of|for|across|on) (?:all |the |our |all the )?)programs\b(?! (?:have|are) (?:deployed|live))/,
    ],
    [
      4,
      /\b(?:what|which) (?:models|optimizers|aliases)\b(?!.*\b(?:tried|ran|run|tested)\b)|\b(?:what|which|anything) (?:\w+ )?(?:can|could) (?:you|we|i) (?:optimi[sz]e|run|tune|work on|compile|improve)\b/,
    ],
    [2, /(?<!\b(?:in|of|for|across|on) (?:all |the |our |all the )?)\bprograms\b/],
  ],
  digest: [
    [6, /\bdigest\b/],
    [
      5,
      /\b(?:summary|recap|round-?up|overview|rundown|tl;?dr|highlights|briefing|catch-?up) (?:of|for|on|about|from|please)? ?(?:the |this |last |today|yesterday|what)?(?:day|week|night|morning|today|yesterday|happened|parcel|ingredient)?\b/,
    ],
    [
      5,
      /\bwhat (?:\w+ )?(?:happened|i missed|changed|went on)\b.*\b(?:today|yesterday|overnight|this (?:week|morning)|last (?:night|week)|lately|recently|while|since)\b|\b(?:did|have|has) (?:i|we) miss(?:ed)?\b|\bcatch (?:me|us) up\b|\bup to speed\b|\bfill (?:me|us) in\b|\bin the loop\b/,
    ],
    [
      4,
      /\b(?:what's|what is|anything|something|whats) new\b(?!.*\b(?:dataset|data|review|label|between|v\d)\b)|\bany news\b/,
    ],
  ],
  status: [
    [
      4,
      /\b(?:everything|all|things) (?:ok|okay|fine|good|alright|well|in order|normal|healthy)\b|\bhow are (?:things|we doing)\b|\bhow's (?:it|everything)\b|\b(?:situation|sitrep|standing|update)\b|\b(?:which|what) (?:\w+ )?(?:prompt|version|candidate|model|one|release)\b.*\b(?:running|run|runs|using|use|uses)\b|\bperform\w*|\bdoing (?:ok|okay|well|fine|good|alright)\b|\bstill (?:good|ok|okay|fine|works?|working|holds?)\b|\bstatus\b|\bstate of\b|\bhealth\b|\bhealthy\b|\bhow (?:is|are|'s|does|do)\b.*\b(?:doing|going|looking|performing|holding|goes|stand|perform|behav\w*|go)\b|\bhow's\b/,
    ],
    [4, new RegExp(`\\b(?:what|which|what's|whats|show|see|tell|is|are)\\b.*\\b(?:${live})\\b`)],
    [1, new RegExp(`\\b(?:${live})\\b`)],
    [
      3,
      /\bdrift\w*\b|\bup to date\b|\bout of date\b|\bstale\b|\bup and running\b|\boutdated\b|\bfresh\b|\bold numbers\b/,
    ],
    [4, /\b(?:measured|evaluated|scored|tested|checked|benchmarked) (?:\w+ ){0,2}(?:on|against|with)\b/],
    [
      3,
      /\bhow (?:good|well|accurate|stale|fresh|bad|badly|old)\b|\bscores?\b|\baccuracy\b|\bquality\b|\b(?:any|anything|something|what's|what is) (?:currently )?(?:running|going on|in progress|active|cooking)\b|\bin charge\b/,
    ],
  ],
};

/** Words that speak of one run, where one is named or talked about. */
export const progress =
  /\b(?:how far|how long|how much|progress\w*|taking|so long|eta|done|finished|finish|ready|stuck|alive|there yet|left|remaining|spent|cost|costs|burn\w*|going|coming along|doing|running|status|state|update|news|complete|percent|over|still|up to)\b|%/;

/** Words that speak of why a run's result is worse. */
export const worse =
  /\b(?:why|regress\w*|worse|broke|broken|break|breaks|lose|lost|losing|fail|fails|failed|failing|newly wrong|dropped|drop|degraded?|went wrong|get wrong|got wrong|suffer\w*|explain)\b/;

/** Words by which two sides are set against each other. */
export const versus =
  /\b(?:better|worse|compar\w*|diff\w*|versus|vs|against|beats?|outperform\w*|win|wins|winner|winning|stack\w*|side by side|stronger|weaker|changed?|between|improve\w*|ahead|cheaper|faster|slower|which|pick|choose|prefer|gap|delta|over|than|contrast|side by side|head to head|next to|beside|alongside)\b/;

/** What each command has for it in such a text, the most first. */
export function weigh(text: string): { verb: Verb; weight: number }[] {
  return (Object.entries(evidence) as [Verb, readonly Evidence[]][])
    .map(([verb, all]) => ({
      verb,
      weight: all.reduce((sum, [weight, words]) => sum + (words.test(text) ? weight : 0), 0),
    }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
}
