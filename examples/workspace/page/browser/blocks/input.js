import { h } from "../dom.js";
import { field } from "./fields.js";
import { words } from "./text.js";

/** A labelled field with its hint and, when the app or the workspace complains about it, the complaint below it. */
export function input(block, see) {
  const { element: one, label, hint, optional } = block;
  const error = see.errors?.[block.block_id];
  const id = `f-${block.block_id}`;
  const kept = see.values?.[block.block_id]?.[one.action_id];
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const made = field(one, kept, see, { name: words(label), key: `${block.block_id}/${one.action_id}`, described });
  if (error) made.input.setAttribute("aria-invalid", "true");
  see.holds?.(block.block_id, made);
  if (block.dispatch_action) sendOnChange(made, block, see);
  return h(
    `div.field${error ? ".wrong" : ""}`,
    {},
    h("div.label", {}, words(label), optional ? h("span.optional", {}, " optional") : null),
    made.control,
    error
      ? h("p.error", { id: `${id}-error`, role: "alert" }, h("span", { "aria-hidden": "true" }, "⚠ "), error)
      : null,
    hint ? h("p.hint", { id: `${id}-hint` }, words(hint)) : null,
  );
}

/** An input that tells the app at once: text with Enter, all else when chosen. */
function sendOnChange(made, { block_id, element: one }, see) {
  const send = () => void see.act({ blockId: block_id, actionId: one.action_id, choose: made.read() });
  if (!/_input$/.test(one.type) || one.type === "file_input") made.control.addEventListener("change", send);
  else made.control.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && send());
}
