import { type Sentence, wordsOf } from "./mentions.ts";
import type { Part } from "./parts.ts";
import type { Token } from "./tokens.ts";

/** "Gepa for P, and simba for Q, 3 dollars each": what the last of several runs may cost, each may. */
export function withShares(parts: Part[]): Part[] {
  const last = parts.at(-1);
  const share = parts.length > 1 && last !== undefined ? tokensOf(last).find((_, n, all) => isEach(all, n)) : undefined;
  if (share === undefined) return parts;
  const said: Sentence = { tokens: [share], weight: 0 };
  return parts.map((part) => (isFree(part) ? { ...part, sentences: [...part.sentences, said] } : part));
}

const tokensOf = ({ sentences }: Part): Token[] => sentences.flatMap(({ tokens }) => tokens);

const isFree = (part: Part): boolean => part.verb === "run" && tokensOf(part).every(({ is }) => is !== "money");

const isEach = (tokens: readonly Token[], n: number): boolean =>
  tokens[n]?.is === "money" &&
  /^(?:each|apiece|per run|for each|for either|for both|a run|a piece|every) /.test(near(tokens, n));
const near = (tokens: readonly Token[], n: number): string => `${wordsOf(tokens.slice(n + 1, n + 3))} `;
