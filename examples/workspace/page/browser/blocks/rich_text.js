import { h } from "../dom.js";
import { emoji } from "../emoji.js";
import { dateNode, link, mention } from "./mrkdwn.js";

/** `rich_text` and what stands in it. */
export function richText(block, see) {
  return h("div.rich", {}, parts(block, see));
}

/** Lists that differ only in their indent and follow each other stand one in another. */
function parts(block, see) {
  return (block.elements ?? []).map((part) => {
    const inner = () => (part.elements ?? []).map((one) => inline(one, see));
    switch (part.type) {
      case "rich_text_list":
        return listOf(part, see);
      case "rich_text_quote":
        return h("blockquote", {}, inner());
      case "rich_text_preformatted":
        return h("pre", {}, inner());
      default:
        return h("p", {}, inner());
    }
  });
}

function listOf(part, see) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = part.elements.map((item) =>
    h(
      "li",
      {},
      item.elements.map((one) => inline(one, see)),
    ),
  );
  return h(`${tag}.indent-${part.indent ?? 0}`, { start: tag === "ol" ? (part.offset ?? 0) + 1 : undefined }, items);
}

function inline(element, see) {
  switch (element.type) {
    case "text":
      return styled(element.text, element.style);
    case "link":
      return styled(link(element.url, element.text, see), element.style);
    case "user":
      return mention(element.user_id, undefined, "@", see);
    case "usergroup":
      return mention(element.usergroup_id, undefined, "@", see);
    case "channel":
      return mention(element.channel_id, undefined, "#", see);
    case "broadcast":
      return h("span.mention", {}, `@${element.range}`);
    case "emoji":
      return emoji(element.name) ?? `:${element.name}:`;
    case "date":
      return dateNode(element.timestamp, element.format, element.url, see);
    default:
      return String(element.value ?? "");
  }
}

const tags = [
  ["code", "code"],
  ["bold", "strong"],
  ["italic", "em"],
  ["strike", "s"],
  ["underline", "u"],
];

const styled = (node, style) => tags.reduce((inner, [key, tag]) => (style?.[key] ? h(tag, {}, inner) : inner), node);
