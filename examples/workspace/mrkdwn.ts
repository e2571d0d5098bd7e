/** Slack's markup as words: what a person reads, without a client. */

/** The display name of every user, channel and user group, by id. */
export type Names = Record<string, string>;

/** Resolves mentions, links and dates, and un-escapes; `*bold*` and the like stay as they are typed. Times are UTC. */
export function plainOf(markup: string, names: Names = {}): string {
  return markup
    .replace(/<!date\^(\d+)\^([^^>|]*)(?:\^[^>|]*)?(?:\|[^>]*)?>/g, (_, at: string, format: string) =>
      dateOf(Number(at), format),
    )
    .replace(/<@(\w+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `@${names[id] ?? name ?? id}`)
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `#${names[id] ?? (name || id)}`)
    .replace(/<!subteam\^(\w+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `@${names[id] ?? name ?? id}`)
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, "@$1")
    .replace(/<([^@#!>|][^>|]*)\|([^>]*)>/g, (_, url: string, words: string) =>
      words === url ? url : `${words} (${url})`,
    )
    .replace(/<([^@#!>|][^>|]*)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const utc = (at: number, options: Intl.DateTimeFormatOptions): string =>
  new Date(at * 1000).toLocaleString("en-GB", { timeZone: "UTC", ...options });

const day = { day: "numeric", month: "short", year: "numeric" } as const;
const tokens: Record<string, (at: number) => string> = {
  date_num: (at) => new Date(at * 1000).toISOString().slice(0, 10),
  date: (at) => utc(at, { ...day, month: "long" }),
  date_short: (at) => utc(at, day),
  date_long: (at) => utc(at, { ...day, month: "long", weekday: "long" }),
  time: (at) => utc(at, { hour: "2-digit", minute: "2-digit" }),
  time_secs: (at) => utc(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (at) => utc(at, { ...day, hour: "2-digit", minute: "2-digit" }),
};

/** A date in a format such as `{date_short} at {time}`. @param at seconds since 1970 */
export function dateOf(at: number, format: string): string {
  return format.replace(/\{(\w+?)(?:_pretty)?\}/g, (whole, token: string) => tokens[token]?.(at) ?? whole);
}

/** Lines of at most `width` characters, broken between words, with the line's own indent kept. Preformatted text stays. */
export function wrapped(text: string, width: number): string[] {
  let preformatted = false;
  return text.split("\n").flatMap((line) => {
    const fences = line.split("```").length - 1;
    const keep = preformatted || fences > 0;
    if (fences % 2 === 1) preformatted = !preformatted;
    return keep ? [line] : wrappedLine(line, width);
  });
}

function wrappedLine(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const indent = /^\s*(?:[•\-*]|\d+\.)?\s*/.exec(line)?.[0].length ?? 0;
  const cut = line.lastIndexOf(" ", width);
  const at = cut > indent ? cut : width;
  return [line.slice(0, at).trimEnd(), ...wrappedLine(" ".repeat(indent) + line.slice(at).trimStart(), width)];
}
