import { h } from "./dom.js";

const secondsShown = 8;

/** Tells in a corner, for a while, what went wrong, or with `done` what was done. */
export function toast(words, { done = false } = {}) {
  const node = h(
    `div.toast${done ? ".done" : ""}`,
    {},
    h("span", {}, words),
    h("button.quiet", { type: "button", "aria-label": "Dismiss", onclick: () => node.remove() }, "×"),
  );
  document.querySelector("#toasts").append(node);
  setTimeout(() => node.remove(), secondsShown * 1000);
}
