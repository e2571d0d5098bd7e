import { dateWords, momentOf } from "../dates.js";
import { h } from "../dom.js";
import { emoji } from "../emoji.js";

/** Slack's markup as nodes. `see` says who and what an id is, and opens links. */

export function mrkdwn(text, see) {
  return text.split(/```\n?([\s\S]*?)```/).flatMap((part, index) => {
    if (index % 2 === 1) return h("pre", {}, unescaped(part.replace(/\n$/, "")));
    const around = index === 0 ? part : part.replace(/^\n/, "");
    return paragraphs(around, see);
  });
}

/** Lines, with those that begin with `>` as quotes. */
function paragraphs(text, see) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = /^(&gt;|>) ?/.test(line);
    const words = quoted ? line.replace(/^(&gt;|>) ?/, "") : line;
    if (groups.at(-1)?.quoted === quoted) groups.at(-1).lines.push(words);
    else groups.push({ quoted, lines: [words] });
  }
  return groups.flatMap(({ quoted, lines }, index) => {
    const nodes = lines.flatMap((line, n) => (n === 0 ? inline(line, see) : [h("br"), ...inline(line, see)]));
    const isGap = !quoted && index > 0 && lines.join("") === "";
    if (isGap) return [];
    return quoted ? h("blockquote", {}, nodes) : nodes;
  });
}

const spans = [
  [/`([^`\n]+)`/, ([, code]) => h("code", {}, unescaped(plainOf(code)))],
  [/<([^>]+)>/, ([, body], see) => special(body, see)],
  [/(?<![\w*])\*(?=\S)([^*\n]*?\S)\*(?![\w*])/, ([, words], see) => h("strong", {}, inline(words, see))],
  [/(?<![\w_])_(?=\S)([^_\n]*?\S)_(?![\w_])/, ([, words], see) => h("em", {}, inline(words, see))],
  [/(?<![\w~])~(?=\S)([^~\n]*?\S)~(?![\w~])/, ([, words], see) => h("s", {}, inline(words, see))],
  [/:([\w+-]+):/, ([written, name]) => emoji(name) ?? written],
];

/** The first span in a text, what stands before it, and the rest. */
function inline(text, see) {
  const nodes = [];
  let rest = text;
  while (rest !== "") {
    const found = spans
      .map(([pattern, build]) => ({ match: pattern.exec(rest), build }))
      .filter(({ match }) => match)
      .sort((a, b) => a.match.index - b.match.index)[0];
    if (!found) return [...nodes, unescaped(rest)];
    const { match, build } = found;
    if (match.index > 0) nodes.push(unescaped(rest.slice(0, match.index)));
    nodes.push(build(match, see));
    rest = rest.slice(match.index + match[0].length);
  }
  return nodes;
}

/** Inside code, mentions and links are shown by their words only. */
const plainOf = (code) => code.replace(/<[^|>]*\|([^>]*)>/g, "$1").replace(/<([^>]*)>/g, "$1");

/** What stands between angle brackets: a mention, a date or a link. */
function special(body, see) {
  const [target, words] = splitAt(body, "|");
  const date = /^!date\^(\d+)\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date) return dateNode(Number(date[1]), date[2], date[3], see);
  if (target.startsWith("@")) return mention(target.slice(1), words, "@", see);
  if (target.startsWith("#")) return mention(target.slice(1), words, "#", see);
  if (target.startsWith("!subteam^")) return mention(target.slice(9), words?.replace(/^@/, ""), "@", see);
  if (/^!(here|channel|everyone)/.test(target)) return h("span.mention", {}, `@${target.slice(1)}`);
  return link(unescaped(target), words === undefined ? undefined : inline(words, see), see);
}

function splitAt(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

export function mention(id, words, sign, see) {
  const isMe = id === see.me;
  return h(isMe ? "span.mention.me" : "span.mention", {}, `${sign}${see.nameOf(id) ?? words ?? id}`);
}

/** A date in the viewer's words, with the whole moment as its tip. @param at seconds since 1970 */
export function dateNode(at, pattern, url, see) {
  const node = h("time", { datetime: new Date(at * 1000).toISOString(), title: momentOf(at) }, dateWords(at, pattern));
  return url ? link(url, [node], see) : node;
}

/** Only web and mail addresses become links; anything else is shown as text. */
export function link(url, words, see) {
  if (!/^(https?:|mailto:)/i.test(url)) return h("span", {}, words ?? url);
  const go = (event) => see.opens(url) && event.preventDefault();
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: go }, words ?? url);
}

export function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
