import { bareId } from "./mentions.ts";
import type { Kind, Token } from "./tokens.ts";

const kinds: readonly Kind[] = ["run", "candidate", "deployment", "model", "optimizer", "program"];

/** "R12 and r14 are the same, cancel the former": which of the two that were named; null where nothing points so. */
export function withPointed(tokens: readonly Token[]): Token[] | null {
  const at = tokens.findIndex(({ says }) => /^(?:former|latter)$/.test(says));
  const pair = at < 0 ? null : pairBefore(tokens.slice(0, at));
  if (pair === null) return null;
  const said = (token: Token): Token => {
    const meant = token.says === "former" ? pair[0] : token.says === "latter" ? pair[1] : undefined;
    return meant ? { ...meant, from: token.from, to: token.to } : token;
  };
  return tokens
    .filter(({ says }, n) => !(says === "the" && /^(?:former|latter)$/.test(tokens[n + 1]?.says ?? "")))
    .map((token) =>
      token.from < (tokens[at]?.from ?? 0) && token.is === pair[0].is
        ? { ...token, is: "word", says: "it" }
        : said(token),
    );
}

/** The only two of a kind. */
function pairBefore(tokens: readonly Token[]): [Token, Token] | null {
  for (const kind of kinds) {
    const named = new Map(tokens.filter(({ is }) => is === kind).map((token) => [bareId(token.says), token]));
    const [first, second, third] = named.values();
    if (first && second && !third) return [first, second];
  }
  return null;
}
