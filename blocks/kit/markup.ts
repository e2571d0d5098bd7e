import { limits } from "../limits.ts";
import { clean, cut, escapeText } from "./text.ts";

/** Text that is already Slack markup. Only this file makes it, so whatever else is shown is escaped on the way. */
export class Markup {
  readonly text: string;
  /** Escaped text; use `mrkdwn` and its helpers instead. */
  constructor(text: string) {
    this.text = text;
  }
}

/** What can be shown: a plain string is escaped, markup is taken as it is. */
export type Words = string | Markup;
type Value = Words | number;

/** Markup from a template: its own words are markup, each value is escaped unless a helper made it. */
export function mrkdwn(strings: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(strings.map((part, i) => part + (i < values.length ? markupOf(values[i] ?? "") : "")).join(""));
}

/** Several words as one, each escaped unless it is markup. */
export function joined(words: Words[], separator: string): Markup {
  return new Markup(words.map(markupOf).join(escapeText(separator)));
}

/** The escaped text of a value, as it goes into a mrkdwn object. */
export function markupOf(value: Value): string {
  return value instanceof Markup ? value.text : escapeText(String(value));
}

/** Notifies a person or a user group. An id that is none is shown as words; what Helix does by itself, by its name. */
export function mention(id: string): Markup {
  if (id === "helix") return new Markup("Helix");
  if (/^[UW][A-Z0-9]{2,30}$/.test(id)) return new Markup(`<@${id}>`);
  return new Markup(/^S(?=[A-Z]*\d)[A-Z0-9]{2,30}$/.test(id) ? `<!subteam^${id}>` : escapeText(id));
}

/** A channel by its name, as a link. An id that is none is shown as words. */
export function inChannel(id: string): Markup {
  return new Markup(/^[CG][A-Z0-9]{2,30}$/.test(id) ? `<#${id}>` : escapeText(id));
}

/** Everybody an `a, b` names, as decisions by several people are recorded. */
export function people(ids: string): Markup {
  return joined(ids.split(", ").map(mention), " and ");
}

/** A link to http or https; any other address shows its label alone. */
export function link(url: string, label: string): Markup {
  const words = onOneLine(label).replaceAll("|", "¦") || "link";
  const target = webAddress(url);
  return new Markup(target === null ? escapeText(words) : `<${target}|${escapeText(cut(words, 140))}>`);
}

/** Text in the fixed-width font. A backtick would end it, so it becomes an apostrophe. */
export function code(text: string): Markup {
  return new Markup(`\`${escapeText(onOneLine(text).replaceAll("`", "'")) || " "}\``);
}

/** Text in bold. An asterisk would end it, so it becomes the look-alike operator. */
export function bold(text: string): Markup {
  return new Markup(`*${escapeText(onOneLine(text).replaceAll("*", "∗")) || "–"}*`);
}

/** A moment in the reader's own time zone; where Slack cannot show that, in UTC. `ms` is milliseconds since 1970. */
export function date(ms: number): Markup {
  const utc = new Date(ms).toISOString().slice(0, 16).replace("T", " ");
  return new Markup(`<!date^${Math.floor(ms / 1000)}^{date_short_pretty} at {time}|${utc} UTC>`);
}

function onOneLine(text: string): string {
  return clean(text).replace(/\s+/g, " ").trim();
}

function webAddress(url: string): string | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  const href = escapeText(new URL(url).href.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E"));
  return href.length > limits.url || /\s/.test(href) ? null : href;
}
