import { bare, type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

const reflecting =
  /^(?:reflect\w*|teacher|proposer|proposes|propose|proposing|proposals?|critic|critiqu\w*|criticis\w*|criticiz\w*|critici[sz]e|mentor|coach|rewrit\w*)$/;
/** Where two models share the work. */
const thinking =
  /^(?:thinks?|thinking|thinker|reasons?|reasoner|judges?|judging|brains?|supervis\w*|tutor|senior|feedback)$/;
const between =
  "(?:as |that |which |who |one |for |to |do |does |doing |handle |handles |handling |the |a |is |be |on |from |goes |go |happens |happen |with |using |via |by |through |: |= |lm |model |llm |should |being |of |will |can |let |have |it |in |and |act |acts |acting |our |job |part |play |plays |of |role |step |steps )*";

/** The model that reflects, as it was said, and the words that say so; any other mention is of a model to optimize for. */
export function reflectionIn(sentences: readonly Sentence[]): { says: string | undefined; tokens: ReadonlySet<Token> } {
  const isShared = sharesWork(sentences.flatMap(({ tokens }) => tokens));
  const found = sentences.flatMap(({ tokens }) =>
    tokens.flatMap((token, at) =>
      (says(token, tokens[at + 1]) && (reflects.test(wordsOf(tokens)) || isShared)) ||
      (isShared && thinking.test(token.says))
        ? reflectorAt(tokens, at)
        : [],
    ),
  );
  const [first] = found;
  return { says: first && bare(first.says), tokens: new Set(found) };
}

/** "Grand to critique and swift to classify": two models and gepa, so one of them reflects. */
const sharesWork = (tokens: readonly Token[]): boolean =>
  tokens.some(({ is, says }) => is === "optimizer" && says.includes("gepa")) &&
  new Set(tokens.flatMap(({ is, says }) => (is === "model" ? [bare(says)] : []))).size === 2 &&
  !tokens.some(({ says }) => /^(?:both|each)$/.test(says));

/** "This reflects what mini does" speaks of something else. */
const says = ({ is, says }: Token, next: Token | undefined): boolean =>
  is === "word" &&
  reflecting.test(says) &&
  !(says === "reflects" && /^(?:what|how|the|in|badly|poorly|well|that)$/.test(next?.says ?? ""));

/** The only model of a clause that names nothing else; else the nearest one. */
function reflectorAt(tokens: readonly Token[], at: number): Token[] {
  const start = startOf(tokens, at);
  const length = tokens.slice(at).findIndex((_, n) => isBorder(tokens, at + n));
  const clause = tokens.slice(start, length < 0 ? undefined : at + length);
  const models = clause.filter(({ is }) => is === "model");
  const aside = tokens[at + 1]?.says === "," && tokens[at + 3]?.is === "mark" ? tokens[at + 2] : undefined;
  if (models.length === 0 && aside?.is === "model") return [aside];
  // "Could the reflection be done by something strong, like grand"
  const named = length < 0 ? -1 : exampleAt(tokens, at + length + 1);
  if (models.length === 0 && named > 0) return [tokens[named] as Token];
  if (models.length === 1 && !clause.some(({ is }) => is === "program" || is === "optimizer")) return models;
  // "The big one, grand, to reflect"
  const [apart, border] = [tokens[start - 2], tokens[start - 3]];
  if (models.length === 0 && apart?.is === "model" && border?.is === "mark") return [apart];
  const behind = near(tokens.slice(at + 1));
  const ahead = near(tokens.slice(0, at).reverse(), true);
  // "Gemini-pro reflection grand" is written as options are.
  const isOption = /^(?:reflection|reflector|teacher)$/.test(tokens[at]?.says ?? "") && tokens[at + 1]?.is === "model";
  const found = ahead?.isClose && !isOption ? ahead : (behind ?? ahead);
  return found ? [found.token] : [];
}

/** "…, like grand", "…: perhaps grand" */
function exampleAt(tokens: readonly Token[], from: number): number {
  const first = tokens
    .slice(from)
    .findIndex(
      ({ says }) =>
        !/^(?:like|namely|say|for|example|such|as|maybe|perhaps|probably|preferably|ideally|i'd|the)$/.test(says),
    );
  return first > 0 && tokens[from + first]?.is === "model" ? from + first : -1;
}

/** Where its clause begins; "let grand criticise and reflect", "grand thinks, reflection" are one. */
function startOf(tokens: readonly Token[], at: number): number {
  const start = tokens.slice(0, at).findLastIndex((_, n) => isBorder(tokens, n)) + 1;
  const isAlone = start === at && /^(?:and|,)$/.test(tokens[start - 1]?.says ?? "");
  const isEnd = tokens[at + 1] === undefined || tokens[at + 1]?.is === "mark";
  return isAlone && isEnd ? tokens.slice(0, start - 1).findLastIndex((_, n) => isBorder(tokens, n)) + 1 : start;
}

const isBorder = (tokens: readonly Token[], n: number): boolean => {
  const { is, says } = tokens[n] as Token;
  if (says === ":") return !/^(?:lm|llm|model|reflect\w*|teacher)$/.test(tokens[n - 1]?.says ?? "");
  return is === "mark" || /^(?:and|but|while|whereas|plus|then|because|since)$/.test(says);
};

const reflects = /reflect|teacher|proposer|\bpropos\w* (?:the |new |better |its )*(?:instructions?|prompts?)\b/;
const onlyBetween = new RegExp(`^${between}$`);

/** The nearest model with nothing but little words in between. */
function near(tokens: readonly Token[], isBackwards = false): { token: Token; isClose: boolean } | undefined {
  const at = tokens.findIndex(({ is }) => is === "model");
  const found = tokens[at];
  if (!found || at > 6) return undefined;
  const gap = tokens.slice(0, at);
  if (!onlyBetween.test(wordsOf(isBackwards ? gap.toReversed() : gap))) return undefined;
  const isClose =
    gap.some(({ says }) =>
      /^(?:as|for|to|do|does|doing|handle|handles|handling|should|will|is|can|acts?)$/.test(says),
    ) || at === 0;
  return { token: found, isClose };
}
