import { h } from "../dom.js";
import { withEmoji } from "../emoji.js";
import { link } from "./mrkdwn.js";

/** The `markdown` block: headings, lists, quotes, code, tables, and the usual marks within a line. */
export function markdown(source, see) {
  const lines = source.split("\n");
  const nodes = [];
  while (lines.length > 0) nodes.push(...next(lines, see));
  return h("div.rich", {}, nodes);
}

const bullet = /^\s*[-*+] +/;
const numbered = /^\s*\d+[.)] +/;

/** Takes the next part off the front of the lines. */
function next(lines, see) {
  const [first] = lines;
  if (first.trim() === "") return lines.shift() && [];
  if (/^```/.test(first)) return [fenced(lines)];
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(first)) return lines.shift() && [h("hr")];
  const heading = /^(#{1,6}) +(.*)$/.exec(first);
  if (heading) return lines.shift() && [h(`h${Math.min(6, heading[1].length + 2)}`, {}, inline(heading[2], see))];
  if (/^>/.test(first)) return [h("blockquote", {}, lineNodes(take(lines, /^> ?/), see))];
  if (bullet.test(first)) return [h("ul", {}, items(lines, bullet, see))];
  if (numbered.test(first)) return [h("ol", { start: Number.parseInt(first, 10) }, items(lines, numbered, see))];
  if (first.includes("|") && /^[\s|:-]+$/.test(lines[1] ?? "")) return [table(lines, see)];
  return [h("p", {}, lineNodes(paragraph(lines), see))];
}

function take(lines, mark) {
  const taken = [];
  while (lines.length > 0 && mark.test(lines[0])) taken.push(lines.shift().replace(mark, ""));
  return taken;
}

const items = (lines, mark, see) =>
  take(lines, mark).map((item) => {
    const task = /^\[([ xX])\] +/.exec(item);
    return h("li", {}, task ? (task[1] === " " ? "☐ " : "☑ ") : null, inline(item.replace(/^\[[ xX]\] +/, ""), see));
  });

function paragraph(lines) {
  const taken = [lines.shift()];
  const begins = /^(```|#{1,6} |>|\s*[-*+] |\s*\d+[.)] )/;
  while (lines.length > 0 && lines[0].trim() !== "" && !begins.test(lines[0])) taken.push(lines.shift());
  return taken;
}

function fenced(lines) {
  lines.shift();
  const code = [];
  while (lines.length > 0 && !/^```/.test(lines[0])) code.push(lines.shift());
  lines.shift();
  return h("pre", {}, code.join("\n"));
}

const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

function table(lines, see) {
  const head = cells(lines.shift());
  lines.shift();
  const body = [];
  while (lines.length > 0 && lines[0].includes("|")) body.push(cells(lines.shift()));
  const row = (tag) => (texts) =>
    h(
      "tr",
      {},
      texts.map((one) => h(tag, {}, inline(one, see))),
    );
  return h("div.scroll", {}, h("table", {}, h("thead", {}, row("th")(head)), h("tbody", {}, body.map(row("td")))));
}

const lineNodes = (lines, see) =>
  lines.flatMap((line, n) => (n === 0 ? inline(line, see) : [h("br"), ...inline(line, see)]));

const spans = [
  [/`([^`]+)`/, ([, code]) => h("code", {}, code)],
  [/\[([^\]]+)\]\(([^)\s]+)\)/, ([, words, url], see) => link(url, inline(words, see), see)],
  [/\*\*(?=\S)(.+?)\*\*/, ([, words], see) => h("strong", {}, inline(words, see))],
  [/~~(?=\S)(.+?)~~/, ([, words], see) => h("s", {}, inline(words, see))],
  [/(?<![\w*])\*(?=\S)([^*]+?)\*(?![\w*])/, ([, words], see) => h("em", {}, inline(words, see))],
  [/(?<![\w_])_(?=\S)([^_]+?)_(?![\w_])/, ([, words], see) => h("em", {}, inline(words, see))],
  [/https?:\/\/[^\s<>)]+/, ([url], see) => link(url, undefined, see)],
];

function inline(text, see) {
  const found = spans
    .map(([pattern, build]) => ({ match: pattern.exec(text), build }))
    .filter(({ match }) => match)
    .sort((a, b) => a.match.index - b.match.index)[0];
  if (!found) return [withEmoji(text)];
  const { match, build } = found;
  const before = withEmoji(text.slice(0, match.index));
  return [before, build(match, see), ...inline(text.slice(match.index + match[0].length), see)];
}
