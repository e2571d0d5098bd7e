import { unescaped } from "../parse/words.ts";

/** The words without the mention of `me`, wherever it stands; anybody else's stays, for it may be them who is asked. */
export function withoutMention(text: string, me: string): string {
  return text.replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>[\s,:]*/g, (mention, user: string) =>
    user === me ? " " : mention,
  );
}

/** A message as Slack delivers it, to words and punctuation marks that each end in one space. */
export function tidy(text: string): string {
  const words = unescaped(text)
    .replace(/[‘’]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/\u2011/g, "-")
    .replace(/\s[—–]+\s|[—–]/g, " , ")
    .replace(/\n+/g, " ; ")
    .replace(/([,;:!?.]+)(?=\s|$)|(,)(?=\p{L})/gu, " $1$2 ");
  const parts = words.split(/\s+/).filter((word) => word !== "");
  return parts.map((word) => `${word} `).join("");
}
