import { unescaped } from "../parse/words.ts";

/** A message as Slack delivers it, to words and punctuation marks that each end in one space. */
export function tidy(text: string): string {
  const words = unescaped(text)
    .replace(/^\s*<@[UW][A-Z0-9]+(\|[^>]*)?>[\s,:]*/, "")
    .replace(/[‘’]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/\u2011/g, "-")
    .replace(/\s[—–]+\s|[—–]/g, " , ")
    .replace(/\n+/g, " ; ")
    .replace(/([,;:!?.]+)(?=\s|$)|(,)(?=\p{L})/gu, " $1$2 ");
  const parts = words.split(/\s+/).filter((word) => word !== "");
  return parts.map((word) => `${word} `).join("");
}
