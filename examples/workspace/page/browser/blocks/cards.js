import { h } from "../dom.js";
import { element } from "./elements.js";
import { picture } from "./picture.js";
import { richText } from "./rich_text.js";
import { text, words } from "./text.js";

/** Cards, tasks and plans. */
export function card(block, see) {
  const line = (tag, object) => (object ? h(tag, {}, text(object, see)) : null);
  const actions = block.actions?.map((one) => element(one, block, see));
  return h(
    "section.card",
    {},
    block.hero_image ? picture(block.hero_image, see) : null,
    line("h4", block.title),
    line("p.subtitle", block.subtitle),
    line("p", block.body),
    line("p.subtext", block.subtext),
    actions ? h("div.actions", {}, actions) : null,
  );
}

const states = {
  pending: ["○", "to do"],
  in_progress: ["◐", "in progress"],
  complete: ["●", "done"],
  error: ["✗", "failed"],
};

export function task(block, see) {
  const [mark, said] = states[block.status] ?? states.pending;
  const more = [block.details, block.output].filter(Boolean).map((part) => richText(part, see));
  const sign = h("span.mark", { role: "img", "aria-label": said, title: said }, mark);
  return h(`div.task.${block.status}`, {}, sign, h("div", {}, h("span", {}, block.title), more));
}

export function plan(block, see) {
  return h(
    "section.plan",
    {},
    h("h4", {}, block.title),
    (block.tasks ?? []).map((one) => task(one, see)),
  );
}

/** A frame around other blocks; folded when the app wants it to be. @param draw draws a block inside */
export function container(block, see, draw) {
  const children = block.child_blocks.map((child) => draw(child, see));
  const title = block.rich_text_title ? richText(block.rich_text_title, see) : h("strong", {}, words(block.title));
  const subtitle = block.subtitle ? h("small", {}, text(block.subtitle, see)) : null;
  if (!block.is_collapsible) return h("section.container", {}, h("header", {}, title, subtitle), children);
  const open = !block.default_collapsed;
  return h("details.container", { open }, h("summary", {}, title, subtitle), children);
}
