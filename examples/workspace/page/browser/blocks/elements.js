import { confirmed } from "../confirm.js";
import { h } from "../dom.js";
import { menu } from "../menu.js";
import { field } from "./fields.js";
import { picture } from "./picture.js";
import { words } from "./text.js";

/** What a person can press or choose from. Every use goes through the confirmation the app asks for. */
export function element(one, block, see) {
  switch (one.type) {
    case "button":
    case "workflow_button":
      return button(one, block, see);
    case "icon_button":
      return button(one, block, see, "quiet");
    case "feedback_buttons":
      return feedback(one, block, see);
    case "overflow":
      return overflow(one, block, see);
    case "image":
      return picture(one, see);
    default:
      return chosen(one, block, see);
  }
}

const keyOf = (one, block) => `${block.block_id}/${one.action_id}`;

/** Asks first when the app wants that, then does it; the control waits visibly until the app has acknowledged. */
async function use(control, one, block, see, choose) {
  if (one.confirm && !(await confirmed(one.confirm, see))) return false;
  control.classList.add("busy");
  control.setAttribute("aria-busy", "true");
  await see.act({ blockId: block.block_id, actionId: one.action_id, value: one.value, choose });
  control.classList.remove("busy");
  control.removeAttribute("aria-busy");
  return true;
}

function button(one, block, see, look) {
  const style = one.style ?? look ?? "plain-button";
  const props = { type: "button", "aria-label": one.accessibility_label, "data-focus": keyOf(one, block) };
  const node = h(`button.${style}`, { ...props, onclick: press }, words(one.text));
  if (one.url) node.append(h("span.outward", { "aria-hidden": "true" }, " ↗"));
  async function press() {
    if (node.classList.contains("busy")) return;
    if (one.url && !see.opens(one.url)) window.open(one.url, "_blank", "noopener,noreferrer");
    await use(node, one, block, see);
  }
  return node;
}

function feedback(one, block, see) {
  const answer = (given, sign) => {
    const label = given.accessibility_label ?? words(given.text);
    const node = h("button.quiet", {
      type: "button",
      "aria-label": label,
      onclick: () => use(node, one, block, see, given.value),
    });
    node.append(`${sign} ${words(given.text)}`);
    return node;
  };
  return h("span.feedback", {}, answer(one.positive_button, "👍"), answer(one.negative_button, "👎"));
}

function overflow(one, block, see) {
  const node = h(
    "button.quiet",
    { type: "button", "aria-label": "More actions", "aria-haspopup": "menu", "data-focus": keyOf(one, block) },
    "⋯",
  );
  const choose = (option) => async () => {
    if (option.url) window.open(option.url, "_blank", "noopener,noreferrer");
    await use(node, one, block, see, option.value);
  };
  const items = one.options.map((option) => ({
    label: words(option.text),
    note: words(option.description),
    act: choose(option),
  }));
  node.addEventListener("click", () => menu(node, items));
  return node;
}

/** A menu or a set of choices outside of an input block: sent as soon as something is chosen. */
function chosen(one, block, see) {
  const kept = see.values?.[block.block_id]?.[one.action_id];
  const node = field(one, kept, see, { name: words(one.placeholder) || "Choose", key: keyOf(one, block) });
  node.control.addEventListener("change", async () => {
    const before = node.start;
    if (!(await use(node.control, one, block, see, node.read()))) node.write(before);
  });
  return node.control;
}
