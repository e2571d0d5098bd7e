import { bare, wordsOf } from "./mentions.ts";
import { optimizerOf } from "./optimizers.ts";
import type { Kind, Token } from "./tokens.ts";

/**
 * Names that are told about and not asked for, made words: in "grand turned out too slow, so gepa on swift" grand is the
 * reason. Only where something else of its kind is asked for, or something other than it.
 */
export function withoutTold(tokens: readonly Token[]): Token[] {
  const words = wordsOf(tokens);
  return (["model", "foreign", "optimizer", "program"] as const).reduce<Token[]>(
    (left, kind) =>
      kind === "program" && pointing.test(words) ? left : withoutToldOf(left, kind, wantsOther(kind, words)),
    [...tokens],
  );
}

const pointing = /\b(?:it|its|both|them|they|that one|this one|same|there)\b/;
const otherThan =
  /\b(?:something|anything|some|a|an|any|another|one) (?:\w+ )?(?:cheaper|smaller|faster|leaner|lighter|bigger|stronger|other|different|else)\b|\b(?:cheaper|smaller|faster|another|different) (?:model|lm|llm|one)\b/;
const otherOptimizer = /\b(?:another|different|other|new|better) optimi[sz]er\b/;
const wantsOther = (kind: Kind, words: string): boolean =>
  (kind === "model" && otherThan.test(words)) || (kind === "optimizer" && otherOptimizer.test(words));

function withoutToldOf(tokens: Token[], kind: Kind, isOtherWanted: boolean): Token[] {
  const named = tokens.flatMap(({ is }, n) => (is === kind ? [n] : []));
  const areAll =
    tokens.some(({ says }) => /^(?:both|each)$/.test(says)) && new Set(named.map((n) => saidAs(tokens[n]))).size === 2;
  const told = areAll ? [] : named.filter((n) => isTold(tokens, n));
  const own = named.filter((n) => !told.includes(n)).map((n) => saidAs(tokens[n]));
  const others = kind === "foreign" ? tokens.filter(({ is }) => is === "model").map(saidAs) : [];
  const asked = new Set([...own, ...others]);
  asked.delete("baseline");
  if (asked.size === 0 && !isOtherWanted) return tokens;
  return tokens.map((token, n) => (told.includes(n) && !asked.has(saidAs(token)) ? { ...token, is: "word" } : token));
}

const saidAs = (token: Token | undefined): string =>
  token?.is === "optimizer" ? optimizerOf(token.says) : bare(token?.says ?? "");

function isTold(tokens: readonly Token[], n: number): boolean {
  const start = tokens.slice(0, n).findLastIndex(isBorder) + 1;
  const length = tokens.slice(n + 1).findIndex(isBorder);
  const before = `${wordsOf(tokens.slice(0, start).slice(-3))}| ${wordsOf(tokens.slice(start, n))}`;
  const after = wordsOf(tokens.slice(n + 1, length < 0 ? undefined : n + 1 + length));
  if (wondered.test(before)) return measured.test(before);
  return (
    says(tokens[n], after) ||
    gone.test(after) ||
    reasons.test(before) ||
    poor.test(before) ||
    (done.test(before) && !asking.test(before)) ||
    measured.test(before) ||
    (others.test(before) && /^but$/.test(tokens[length < 0 ? tokens.length : n + 1 + length]?.says ?? "")) ||
    haveDone.test(after) ||
    (have.test(before) && figures.test(after))
  );
}

const isBorder = ({ is, says }: Token): boolean =>
  (is === "mark" && says !== ":") ||
  /^(?:so|but|because|since|cause|'cause|hence|therefore|while|whereas|now)$/.test(says);

/** "Grand is too slow", "copro got us nowhere"; a model that is fine is asked for. */
const says = (token: Token | undefined, after: string): boolean =>
  verb.test(after) && !(token?.is !== "program" && isWished.test(after));
const verb =
  /^(?:also |just |really |simply |always |still |already |only |never |probably )*(?:is|isn't|was|wasn't|were|turned|ran|did|didn't|eats|ate|eating|can't|couldn't|cannot|keeps|kept|gets|got|costs|cost|takes|took|seems|seemed|looks|looked|feels|felt|performed|doesn't|went|gave|gives|choked|chokes|struggles|struggled|fails|failed|flopped|plateaued|stalled|timed|times|has|had|hasn't|won't|blew|blows|burns|burned|burnt|misses|missed|hallucinates|hallucinated|made|makes|produced|finished|drains|drained|broke|breaks|drives|drove|lost|loses|stays|remains|(?:can|may|should|must) (?:stay|wait|remain)) /;
const isWished =
  /^(?:\w+ )?(?:is|was|seems|looks|does|has to|gets to|takes|makes)(?: it| just| really| perfectly| probably| absolutely)* (?:$|fine|ok|okay|enough|good|great|right|sufficient|perfect|better|plenty|the (?:[\w']+ ){0,3}(?:model|lm|one|optimizer|way|task|choice|favou?rite|baseline)|what|my|your|our|please|job|it |a (?:good|great|fine)|supposed|best|care|reflect\w*|doing|teacher|student|thinking|to |part|on |over )/;

/** "Since grand keeps timing out", "now that flash is through", "after the disappointing miprov2" */
const reasons =
  /(?:because|since|cause|'cause) \| |\bnow \| (?:that )|\b(?:because of|due to|after (?:the|that|our|yesterday's|all)|given (?:that|how)|considering|(?:changed|change|changing) my mind (?:about|on)|(?:done|disappointed|unhappy|finished|unimpressed|fed up|not happy|had it) (?:with|by)|gave up on|given up on|giving up on|lost faith in|skeptical (?:of|about)|sceptical (?:of|about)|had enough of|moved? on from|wary of|afraid of|tired of|sick of|fed up with|away from|get rid of|moving off|no longer) (?:\w+ ){0,3}$|\bas (?:good|cheap|fast|strong|accurate|reliable) as (?:the )?$|\b(?:sub|subs|substitut\w*) (?:\S+ ){0,3}(?:in )?for (?:the )?$|(?<!rather |other )\b(?:than|just like|nothing like|unlike|(?:price|cost|fraction|quality|level) of|keep up with|keeps up with|close to|match|matches|replace|replaces|replacing|swap|swapping|exchange|trade|(?:switch|move|moving|switching|change) (?:\w+ )?from|(?:rave|raves|swears?|talks?|hype|heard|complain\w*|reads?) (?:about|by|of|on)|(?:paper|competitors?|others|article|blog) (?:use|uses|used|has|had|took|ran|runs)) (?:the |what |our )*$/;
/** "Sluggish on grand" */
const poor =
  /\b(?:slow|sluggish|pricey|pricy|expensive|dear|costly|bad|poor|weak|worse|terrible|awful|unreliable|flaky|disappointing|mediocre) (?:\w+ )?(?:on|with|under|using) (?:the )?$/;
const wondered = /\b(?:if|whether|how|see|let|let's|lets|can|could|would|what|please|try) (?:\w+ ){0,2}$/;
/** "With grand out of budget" */
const gone = /^(?:out of|over budget|over quota|down|offline|gone|unavailable|busy|broken|throttled|retired) /;
/** "We ran gepa on grand" */
const done =
  /\b(?:we|i|they|he|she|you|someone|somebody|people|everyone)(?: have| had|'ve)?(?: \w+)? (?:ran|tried|used|did|had|started|saw|got|burned|wasted|spent|paid|finished|run|done|gave|thought|considered|planned|(?:only |just |ever |always )+(?:see|have|get))\b(?! (?:like|to|:) )/;
/** "Jonas wanted miprov2, but …" */
const others =
  /\b(?!(?:i|we) )\w+ (?:wanted|wants|suggested|suggests|proposed|recommended|prefers|preferred|asked for|insists on|voted for) (?:the |to use |to run |to try )*$/;
const asking = /\b(?:want|need|like|please|run|should|could|can|would|let|love|so)\b(?! (?:on|for|of) )/;
const measured =
  /\b(?:scores?|numbers?|results?|figures?|last (?:one|run|time)|baseline) (?:\w+ ){0,4}(?:is|are|was|were|have) (?:\w+ ){0,2}(?:from|for|of|on|with|by) (?:the )?$/;
const haveDone = /^(?:we|i|they) (?:already |just |have |had |'ve )*(?:did|ran|tried|had|used|done|know)\b/;
const have = /\b(?:have|had|got|saw|know)\b/;
const figures = /^(?:\w+ )?(?:numbers|scores|results|figures)\b/;
