import { closestMatch } from "leven";
import { cut } from "../../blocks/kit.ts";

/** "a, b or c". */
export function listed(words: string[], last: "or" | "and" = "or"): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** Somebody's own words, as they are quoted back to them. */
export function said(words: string): string {
  return `“${cut(words, 80)}”`;
}

/** Slack delivers what was typed with these three escaped. */
export function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Letters and digits alone, in lower case: how names are compared when people say them. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** The allowed word a person probably meant: at most a third of its letters differ. Of two that are as near, the one as long. */
export function nearest(word: string, allowed: string[]): string | null {
  // A key that was held too long.
  const undoubled = word.toLowerCase().replace(/(.)\1/g, "$1");
  if (allowed.includes(undoubled)) return undoubled;
  const byLength = allowed.toSorted((a, b) => Math.abs(a.length - word.length) - Math.abs(b.length - word.length));
  const close = closestMatch(word.toLowerCase(), byLength, { maxDistance: Math.max(1, Math.floor(word.length / 3)) });
  return close ?? null;
}

export function didYouMean(word: string | null): string {
  return word === null ? "" : ` Did you mean ${word}?`;
}
