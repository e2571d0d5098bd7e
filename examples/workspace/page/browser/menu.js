import { h } from "./dom.js";

/** A small menu beside a control: arrow keys move, Enter chooses, Esc or a click elsewhere closes. */
export function menu(anchor, items) {
  const close = () => {
    node.remove();
    removeEventListener("pointerdown", outside, true);
  };
  const outside = (event) => !node.contains(event.target) && close();
  const item = ({ label, note, act, danger }) => {
    const choose = () => {
      close();
      anchor.focus?.();
      act();
    };
    return h(
      `button${danger ? ".dangerous" : ""}`,
      { type: "button", role: "menuitem", onclick: choose },
      label,
      note ? h("small", {}, note) : null,
    );
  };
  const node = h("div.menu", { role: "menu", onkeydown: (event) => move(event, node, close, anchor) }, items.map(item));
  (anchor.closest("dialog") ?? document.body).append(node);
  position(node, anchor);
  addEventListener("pointerdown", outside, true);
  node.querySelector("button")?.focus();
}

function move(event, node, close, anchor) {
  const all = [...node.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close();
    anchor.focus?.();
  } else if (event.key in steps) {
    event.preventDefault();
    all.at((at + steps[event.key]) % all.length)?.focus();
  } else if (event.key === "Tab") close();
}

/** Below the control, or above it when there is no room. */
function position(node, anchor) {
  const { left, right, top, bottom } = anchor.getBoundingClientRect();
  const { width, height } = node.getBoundingClientRect();
  const x = left + width > innerWidth - 8 ? Math.max(8, right - width) : left;
  const y = bottom + 4 + height > innerHeight ? Math.max(8, top - height - 4) : bottom + 4;
  node.style.left = `${x}px`;
  node.style.top = `${y}px`;
}
