import { h } from "./dom.js";

/** Whoever reads the newest keeps seeing it; whoever reads further up stays there, and is told that something came. */
const followed = new WeakMap();

/** Whether the newest is in sight. */
export const isAtEnd = ({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 40;

const sizeOf = ({ clientHeight, clientWidth }) => `${clientWidth}x${clientHeight}`;

export function toEnd(element) {
  element.scrollTop = element.scrollHeight;
  const state = followed.get(element);
  if (state) state.here = true;
  element.parentElement.querySelector(".newer")?.remove();
}

/** Keeps an element at its end when it changes its size, if it was there: a scroll that a new size caused is nobody's wish. */
export function follow(element) {
  if (followed.has(element)) return;
  const state = { here: true, size: sizeOf(element) };
  followed.set(element, state);
  element.addEventListener("scroll", () => {
    if (sizeOf(element) !== state.size) return;
    state.here = isAtEnd(element);
    if (state.here) element.parentElement.querySelector(".newer")?.remove();
  });
  new ResizeObserver(() => {
    state.size = sizeOf(element);
    if (state.here && element.dataset.follows === "true") toEnd(element);
  }).observe(element);
}

/** Says that something came below what is in sight. */
export function tellNewer(element, words) {
  const { parentElement: panel } = element;
  panel.querySelector(".newer")?.remove();
  const button = h("button.newer", { type: "button", onclick: () => toEnd(element) }, `${words} ↓`);
  element.after(button);
}
