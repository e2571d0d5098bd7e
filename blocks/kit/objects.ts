import type { MrkdwnElement, PlainTextElement } from "@slack/types";
import { limits } from "../limits.ts";
import { markupOf, type Words } from "./markup.ts";
import { clean, cut } from "./text.ts";

/** What stands where nothing was given: Slack refuses empty text. */
export const nothing = "(empty)";

/** Text that Slack shows as it is. */
export function plain(text: string, max: number = limits.sectionText): PlainTextElement {
  return { type: "plain_text", text: cut(filled(clean(text)), max), emoji: false };
}

/** Text with markup. `verbatim` keeps Slack from turning @here, #names and addresses in it into live ones. */
export function marked(words: Words, max: number): MrkdwnElement {
  return { type: "mrkdwn", text: cut(filled(markupOf(words)), max), verbatim: true };
}

/** An id or a button's value: one that is too long is refused, for cut it would mean something else. */
export function idOf(id: string, max: number = limits.id): string {
  if (id.length === 0 || id.length > max)
    throw new RangeError(`an id or value has 1 to ${max} characters: ${id.slice(0, 40)}`);
  return id;
}

export function filled(text: string): string {
  return text.trim() === "" ? nothing : text;
}
