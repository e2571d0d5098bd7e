import { h } from "../dom.js";
import { card, container, plan, task } from "./cards.js";
import { chart } from "./chart.js";
import { element } from "./elements.js";
import { input } from "./input.js";
import { markdown } from "./markdown.js";
import { picture } from "./picture.js";
import { richText } from "./rich_text.js";
import { dataTable, table } from "./table.js";
import { text, words } from "./text.js";

/**
 * A block as a person sees it. `see` is who looks and where: `me`, `nameOf`, `people`, `channels`, `opens` (a link that leads
 * somewhere here), `act` (uses an element), `values` and `errors` of the surface, and a `key` that names it.
 */
export function block(one, see) {
  const draw = drawers[one.type];
  const node = draw ? draw(one, see) : h("p.unknown", {}, `[${one.type}]`);
  node.dataset.block = one.type;
  return node;
}

const drawers = {
  actions: (one, see) =>
    h(
      "div.actions",
      {},
      one.elements.map((each) => element(each, one, see)),
    ),
  alert: (one, see) => h(`p.alert.${one.level ?? "default"}`, { role: "note" }, text(one.text, see)),
  card,
  carousel: (one, see) =>
    h(
      "div.carousel",
      {},
      one.elements.map((each) => card(each, see)),
    ),
  container: (one, see) => container(one, see, block),
  context: (one, see) =>
    h(
      "div.context",
      {},
      one.elements.map((each) => contextPart(each, see)),
    ),
  context_actions: (one, see) =>
    h(
      "div.context",
      {},
      one.elements.map((each) => element(each, one, see)),
    ),
  data_table: dataTable,
  data_visualization: chart,
  divider: () => h("hr", {}),
  header: (one) => h("h3", {}, words(one.text)),
  image: (one, see) =>
    h("figure.picture", {}, one.title ? h("figcaption", {}, words(one.title)) : null, picture(one, see)),
  input,
  markdown: (one, see) => markdown(one.text, see),
  plan,
  rich_text: richText,
  section,
  table,
  task_card: task,
  video: (one) => h("p", {}, `▶ ${words(one.title)}`),
};

const contextPart = (one, see) => (one.type === "image" ? picture(one, see) : h("span", {}, text(one, see)));

function section(one, see) {
  const fields = one.fields
    ? h(
        "div.fields",
        {},
        one.fields.map((each) => h("div", {}, text(each, see))),
      )
    : null;
  const said = h("div", {}, one.text ? h("div.text", {}, text(one.text, see)) : null, fields);
  return h("div.section", {}, said, one.accessory ? h("div.accessory", {}, element(one.accessory, one, see)) : null);
}
