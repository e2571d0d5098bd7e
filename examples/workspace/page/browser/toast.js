import { h } from "./dom.js";

const secondsShown = 8;

/** Tells something went wrong, in a corner, for a while. */
export function toast(words) {
  const node = h(
    "div.toast",
    {},
    h("span", {}, words),
    h("button.quiet", { type: "button", "aria-label": "Dismiss", onclick: () => node.remove() }, "×"),
  );
  document.querySelector("#toasts").append(node);
  setTimeout(() => node.remove(), secondsShown * 1000);
}
