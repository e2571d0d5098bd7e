import { type Fields, fieldsIn, isFields } from "./fields.ts";
import { dateOf, type Names } from "./mrkdwn.ts";

/** The words of a `rich_text` block, one line per paragraph, list item or line of code. */
export function richWords(block: Fields, names: Names): string {
  return fieldsIn(block.elements)
    .map((part) => partWords(part, names))
    .join("\n");
}

function partWords(part: Fields, names: Names): string {
  const inner = (): string =>
    fieldsIn(part.elements)
      .map((element) => inlineWords(element, names))
      .join("");
  switch (part.type) {
    case "rich_text_list":
      return listWords(part, names);
    case "rich_text_quote":
      return inner()
        .split("\n")
        .map((line) => `> ${line}`)
        .join("\n");
    case "rich_text_preformatted":
      return inner()
        .split("\n")
        .map((line) => `    ${line}`)
        .join("\n");
    default:
      return inner();
  }
}

function listWords(part: Fields, names: Names): string {
  const indent = "  ".repeat(Number(part.indent ?? 0));
  const first = Number(part.offset ?? 0) + 1;
  const items = fieldsIn(part.elements).map((item) => partWords(item, names));
  return items
    .map((item, index) => `${indent}${part.style === "ordered" ? `${first + index}.` : "•"} ${item}`)
    .join("\n");
}

function inlineWords(element: Fields, names: Names): string {
  const named = (id: unknown): string => names[String(id)] ?? String(id);
  switch (element.type) {
    case "text":
      return styled(String(element.text), element.style);
    case "link":
      return element.text ? `${element.text} (${element.url})` : String(element.url);
    case "user":
      return `@${named(element.user_id)}`;
    case "usergroup":
      return `@${named(element.usergroup_id)}`;
    case "channel":
      return `#${named(element.channel_id)}`;
    case "broadcast":
      return `@${element.range}`;
    case "emoji":
      return `:${element.name}:`;
    case "date":
      return dateOf(Number(element.timestamp), String(element.format));
    default:
      return String(element.value ?? "");
  }
}

function styled(text: string, style: unknown): string {
  if (!isFields(style)) return text;
  if (style.code === true) return `\`${text}\``;
  if (style.bold === true) return `*${text}*`;
  return style.strike === true ? `~${text}~` : text;
}
