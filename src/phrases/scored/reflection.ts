import { bare, type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

const reflecting = /^(?:reflect\w*|teacher|proposer|proposes|propose|proposing|critic|mentor|coach)$/;
const between =
  "(?:as |that |which |who |one |for |to |do |does |doing |handle |handles |handling |the |a |is |be |on |with |using |via |by |through |: |= |lm |model |llm |should |being |of |will |can |let |have |it |in |and |act |acts |acting |our |job |part |play |plays |of |role |step |steps )*";

/** The model that reflects, as it was said, and whether it is the one to optimize for as well. */
export function reflectionIn(sentences: readonly Sentence[]): { says: string | undefined; isAlso: boolean } {
  for (const { tokens } of sentences) {
    const at = tokens.findIndex(({ is, says }) => is === "word" && reflecting.test(says));
    if (at < 0 || !reflects.test(wordsOf(tokens))) continue;
    const behind = near(tokens.slice(at + 1));
    const ahead = near(tokens.slice(0, at).reverse(), true);
    const found = ahead?.isClose ? ahead : (behind ?? ahead);
    if (!found) continue;
    const said = tokens.filter(({ is, says }) => is === "model" && says === found.says).length;
    return { says: bare(found.says), isAlso: said > 1 };
  }
  return { says: undefined, isAlso: false };
}

const reflects = /reflect|teacher|proposer|\bpropos\w* (?:the |new |better |its )*(?:instructions?|prompts?)\b/;
const onlyBetween = new RegExp(`^${between}$`);

/** The nearest model with nothing but little words in between. */
function near(tokens: readonly Token[], isBackwards = false): { says: string; isClose: boolean } | undefined {
  const at = tokens.findIndex(({ is }) => is === "model");
  const found = tokens[at];
  if (!found || at > 6) return undefined;
  const gap = tokens.slice(0, at);
  if (!onlyBetween.test(wordsOf(isBackwards ? gap.toReversed() : gap))) return undefined;
  const isClose =
    gap.some(({ says }) =>
      /^(?:as|for|to|do|does|doing|handle|handles|handling|should|will|is|can|acts?)$/.test(says),
    ) || at === 0;
  return { says: found.says, isClose };
}
