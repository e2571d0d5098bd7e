import { ordinary } from "./ordinary.ts";

/** What words that have no place may do to a request: nothing, leave it open, or turn it around. */

/** Little words whose loss changes nothing, as long as what they belong to is not lost. */
export const soft =
  /^(?:the|a|an|of|on|for|with|to|in|at|by|from|some|our|my|your|its|using|as|into|one|own|program|model|models|version|please|there|here|it|this|that|them|me|us|so|well|ok|too|"|\*|_|`|~~|-)$/i;

/** Words that colour a request and do not change it. */
const colour = new Set(
  `like kinda kind sort really very quite pretty super simply just also real proper fresh new nice good quick fast small big full clean fully
  thing things stuff work job pass round team customer customers people folks guys boss colleague colleagues demo sprint ticket release data
  dataset labels prompt prompts settings setup default defaults mode search optimization optimisation optimizer optimizers experiment
  experiments iteration possible total overall altogether together go going directly straight soonish again? task side set config configuration
  ones other? whole entire available current latest newest existing usage exactly precisely namely plus yeah yes sir dear kindly respectively
  evaluation results result numbers afterwards end today quickly asap now please thanks shot try attempt sweep matrix combo combos combination
  combinations run runs budget-wise total-wise max-wise spending spend thats that's wise`
    .split(/\s+/)
    .filter((word) => word !== "" && !word.endsWith("?")),
);

/** Words that say who speaks and how: no request is turned by them, unless they stand before it ("we run it nightly"). */
const speaking = new Set(
  `i we you i'd i'll i've we've we'd have got need want love think guess see let make get give take use look know hope feel mean can could
  will also about them`.split(/\s+/),
);

/** Words that make a statement of a request: "gepa is the best", "we ran it". */
const stating =
  /^(?:is|are|was|were|am|been|being|be|has|had|having|did|does|done|ran|run|runs|tried|used|uses|finished|failed|works|worked|broke|won|lost|same|usual|old|previous|another|different|first|second|third|two|three|last|already|still|yet|even|ever|cost|costs|costed|look|looks|looked|seems|sounds|feels|went|goes|took|takes|gave|got|calls|lost|cheap|expensive|dinner|lunch|half|double|triple|more|less|most|least|few|many|several|cheaper|big|bigger|biggest|small|smaller|smallest|large|larger|long|longer|short|shorter|high|higher|low|lower|fast|faster|slow|slower|better|best|worse|worst|both|either|all|any|other|others|else|new|newer|newest|old|older|free|some|hundred|thousand|one|ones|budgeted|price|prices|money|model|models)$/i;

/** "On staging", "for soy": where, or on what, is said, and it is none of what Helix knows. */
const place = /\b(?:on|in|over|using|only) (?:(?:the|our|my|a|an) )*([a-z][\w-]*)/g;
const isElsewhere = (words: string): boolean =>
  [...words.toLowerCase().matchAll(place)].some(
    ([, word = ""]) => !soft.test(word) && !colour.has(word) && !speaking.has(word) && ordinary.has(word),
  );

/** Whether lost words only colour what was said. */
export const isColour = (words: string): boolean =>
  !isElsewhere(words) &&
  words
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every(
      (word) =>
        soft.test(word) || colour.has(word) || speaking.has(word) || (ordinary.has(word) && !stating.test(word)),
    );

const turning =
  /\b(?:not|dont|no|nope|never|none|nothing|nobody|noone|what|why|how|who|when|where|which|always|usually|often|sometimes|wish|thinking|considering|planning|plan|plans|thought|thinks|supposed|remember|without|except|unless|but|instead|stop|cancel|skip|avoid|neither|nor|hold|wait|ignore|forget|rather|or|if|whether|maybe|perhaps|probably|possibly|hypothetical\w*|suppose|supposing|imagine|would|should|might|pretend|theoretically|until|till|before|after|tomorrow|later|tonight|soon|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|next|noon|midnight|every|each|daily|nightly|hourly|weekly|twice|thrice|times|said|says|say|told|tells|wrote|asked|kidding|joke|joking|jk|sarcasm|bad|terrible|stupid|awful|idea|mistake|crazy|insane|hate|regret|undo|scratch|oops|actually|except|only|all|everything|everyone|unlimited|infinite|forever)\b|n't\b|<@|[€£¢>~?]/i;

const doing =
  /\b(?:run|rerun|optimi[sz]e|compile|recompile|tune|train|retrain|evaluate|eval|compare|promote|deploy|ship|revert|rollback|roll|delete|remove|drop|wipe|destroy|restart|start|launch|approve|reject|merge|buy|kill|abort|pause|resume|import|export|rename)\b|\$|\b(?:dollars?|cents?|budget|usd|euros?|pounds?|quid|million|thousand|per)\b/i;

/** Whether lost words leave it open what is meant, so that a question can mend it. */
export const mayMend = (words: string): boolean =>
  !mayTurn(words) &&
  words
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every(
      (word) =>
        isColour(word) ||
        /^(?:last|two|three|both|second|first|another|old|previous|usual|same|different|one)$/.test(word),
    );

/** Whether lost words may turn a request around, put it off, or ask for something else that acts. */
export const mayTurn = (words: string): boolean => turning.test(words) || doing.test(words);

/** Whether words of their own tell something and ask for nothing: they have a subject and a verb, and no figure. */
export const isTalk = (words: string): boolean =>
  !mayTurn(words) &&
  !/\d/.test(words) &&
  /\b(?:i|we|they|he|she|it|people|users|customers|there|is|are|was|were|has|have|had|been|keeps?|looks?|seems?|got|thats|that's|it's|i'm|we're)\b/i.test(
    words,
  );
