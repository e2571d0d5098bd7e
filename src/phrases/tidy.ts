import { unescaped } from "../parse/words.ts";
import { numberWords } from "./money.ts";

/** The words without the mention of `me`, wherever it stands; anybody else's stays, for it may be them who is asked. */
export function withoutMention(text: string, me: string): string {
  return text.replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>[\s,:]*/g, (mention, user: string) =>
    user === me ? " " : mention,
  );
}

/** A message as Slack delivers it, to words and punctuation marks that each end in one space. */
export function tidy(text: string): string {
  const words = unnumbered(straight(unescaped(text)))
    .replace(/:(?:face_with_rolling_eyes|upside_down_face|clown_face|smirk):|[🙄🙃🤡😏]/gu, " sarcasm ")
    .replace(/:[a-z][a-z0-9_+-]*:(?=\s|$|:)/g, " ")
    .replace(/[\u{1F000}-\u{1FAFF}\u{2600}-\u{27BF}]|\u{FE0F}/gu, " , ")
    .replace(/(^|\s)[:;]-?[)D(P](?=\s|$)/g, " , ")
    .replace(/^([^~]*\p{L})~+(?=[\s,.!?]|$)(?!.*~)/u, "$1 ,")
    .replace(/\s[—–]+\s|[—–]|\s-+\s|…|\.{2,}/g, " , ")
    .replace(/\n+\s*[-*•]?\s*/g, " ; ")
    .replace(/[{}[\]]/g, " ")
    .replace(/\s[×x]\s/g, " with ")
    .replace(/(^|\s)\((?=\S)/g, "$1, ")
    .replace(/(\S)\)(?=[\s,.;:!?]|$)/g, "$1 ,")
    .replace(/(^|\s)(?:->|=>|→|\|)(?=\s)/g, " , ")
    .replace(/(?<=[\w.])\|(?=[\w.$])|(?<=\s[a-z]{0,20}\d)\/(?=[a-z])|(?<=[a-z]{3})\/(?=[\d$.])/gi, " , ")
    .replace(/\s\/(?=\s)/g, " , ")
    .replace(/\b(vs|i\.e|e\.g|max|min|approx|ca|incl|excl|resp)\.(?=\s\p{Ll}|\s[$\d])/giu, "$1")
    .replace(/\s@(?=\s)/g, " on ")
    .replace(/\b(low|medium|high|lowest|highest)-(effort|temperature)\b/gi, "$1 $2")
    .replace(/(^|\s)--(?=[a-z])/g, "$1")
    .replace(
      /\b(runs|candidates|deployments|evaluations|versions) (?:#|no\.? ?)?(\d+),? (and|or|with|to|vs\.?|versus|against|&) (?:#|no\.? ?)?(\d+)\b(?!\.\d)/gi,
      (_, kind: string, a: string, between: string, b: string) => {
        const letter = kind.charAt(0).toLowerCase();
        return `${letter}${a} ${between} ${letter}${b}`;
      },
    )
    .replace(
      /\b(run|candidate|deployment|evaluation) (?:#|no\.? ?|number |nr\.? ?|id )?(\d+)\b(?!\.\d)/gi,
      (_, kind: string, n: string) => `${kind.charAt(0).toLowerCase()}${n}`,
    )
    .replace(
      /\b(optimizer|model|models|reflection|effort|budget|strategy|temperature|temp|program)\s*[=:]\s*/gi,
      "$1 : ",
    )
    .replace(/(^|\s)([a-z]{3,})\((?=[\w-]{3,}["']?\s?[,=)])/gi, "$1$2 , ")
    .replace(/\breflection[_ -]?(?:lm|model)\s*[=:]\s*/gi, "reflection : ")
    .replace(/\bt\s?=\s?(?=\.?\d)/gi, "temperature : ")
    .replace(/[\s,]+or (?:not|no)[\s?.!]*$/i, " ?")
    .replace(/([,;:!?.]+)(?=\s|$)|(,)(?=\p{L})/gu, " $1$2 ");
  return spokenOut(words.split(/\s+/).filter((word) => word !== ""));
}

/** "1. …  2. …": the numbers of a list only part what is asked for. */
const unnumbered = (text: string): string =>
  /(?:^|[\s:;,])\(?1[.)]\s+\S[\s\S]*\s\(?2[.)]\s+\S/.test(text)
    ? text.replace(/(^|\s)\(?[1-9][.)]\s+/g, (_, start: string) => (start === "" ? "" : " ; "))
    : text;

function straight(text: string): string {
  return text
    .replace(/[‘’´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/\u2011/g, "-");
}

/** Marks that several in a row say no more than one; short forms in full. */
function spokenOut(parts: string[]): string {
  const words = parts.flatMap((part, n) => {
    // "r twenty five" is dictated, "r there any" is short for "are".
    if (/^r$/i.test(part) && numberWords.includes(parts[n + 1]?.toLowerCase().split("-")[0] ?? "")) return [part];
    const word = /^([,;:!?.])[,;:!?.]+$/.test(part) ? (part.includes("?") ? "?" : part.charAt(0)) : part;
    const known = Object.hasOwn(short, word.toLowerCase()) ? short[word.toLowerCase()] : undefined;
    if (known !== undefined) return known.split(" ");
    return moneyOf(word) ?? namesJoined(word);
  });
  return words
    .map((word) => `${word} `)
    .join("")
    .replace(/\b(stop|wait|please|no|pause|cancel|abort)(?: (?:, )?\1\b)+/gi, "$1");
}

/** `5$` and `$5k` as people type them; only the first is an amount. */
const moneyOf = (word: string): string[] | null => {
  const behind = /^(\d+(?:\.\d+)?)\$$/.exec(word)?.[1];
  return behind === undefined ? null : [`$${behind}`];
};

/** `gepa+simba`, `flash/pro`: lists without spaces, of bare words only. */
function namesJoined(word: string): string[] {
  if (word === "+" || word === "/" || word === "&") return ["and"];
  if (!/^[\p{L}][\p{L}\d-]*(?:[+&/][\p{L}][\p{L}\d-]*)+$/u.test(word) || /^(?:and\/or|openai\/|w\/)/i.test(word))
    return [word];
  return word.split(/[+&/]/).flatMap((each, n) => (n === 0 ? [each] : ["and", each]));
}

const short: Record<string, string> = {
  "w/": "with",
  w: "with",
  "@helix": "helix",
  "where'd": "where did",
  "who'd": "who did",
  "how'd": "how did",
  "what're": "what are",
  "w/o": "without",
  wo: "without",
  pls: "please",
  plss: "please",
  kindly: "please",
  plsss: "please",
  plz: "please",
  plx: "please",
  thx: "thanks",
  tnx: "thanks",
  ty: "thanks",
  tks: "thanks",
  u: "you",
  ur: "your",
  r: "are",
  wanna: "want to",
  gonna: "going to",
  lemme: "let me",
  gimme: "give me",
  "vs.": "vs",
  prod: "production",
  whats: "what's",
  wots: "what's",
  wot: "what",
  wats: "what's",
  wat: "what",
  hows: "how's",
  wheres: "where's",
  "where's": "where is",
  "who's": "who is",
  whos: "who is",
  "when's": "when is",
  "which's": "which is",
  cant: "can't",
  rn: "now",
  nvm: "nevermind",
  srry: "sorry",
  soz: "sorry",
  cmp: "compare",
  thats: "that's",
  its: "its",
  til: "until",
  till: "until",
  info: "information",
  iam: "i'm",
  youre: "you're",
  theyre: "they're",
  weve: "we've",
  isnt: "isn't",
  doesnt: "doesn't",
  didnt: "didn't",
  wasnt: "wasn't",
  wont: "won't",
  havent: "haven't",
  shouldnt: "shouldn't",
  couldnt: "couldn't",
  wouldnt: "wouldn't",
  atm: "now",
  abt: "about",
  cos: "because",
  cuz: "because",
  bc: "because",
  bcs: "because",
  tmrw: "tomorrow",
  dont: "don't",
  evals: "eval",
  optim: "optimize",
  "roll-back": "rollback",
  "re-run": "rerun",
  "trade-off": "trade-offs",
  tradeoffs: "trade-offs",
  tradeoff: "trade-offs",
  rec: "recommendation",
  reco: "recommendation",
  recomendation: "recommendation",
  recommandation: "recommendation",
  temp: "temperature",
  smth: "something",
  sth: "something",
  smt: "something",
  sry: "sorry",
  realy: "really",
  rly: "really",
  usd: "usd",
  buck: "dollar",
  bucks: "dollars",
  quid: "quid",
  im: "i'm",
  ive: "i've",
  id: "id",
};
