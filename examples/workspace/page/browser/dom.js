/**
 * An element: `h("button.primary", { onclick }, "Approve")`. Properties that start with `on` are listeners, the others
 * attributes (false and undefined are left out). Children are nodes or text; text is always shown as text.
 */
export function h(tag, props, ...children) {
  const [name, ...classes] = tag.split(".");
  return fill(document.createElement(name), props, classes, children);
}

/** The same for a part of a picture. */
export function s(name, props, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), props, [], children);
}

function fill(element, props, classes, children) {
  if (classes.length > 0) element.classList.add(...classes);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(Number.POSITIVE_INFINITY).filter((one) => one !== null && one !== undefined && one !== false),
  );
  return element;
}

/** Builds a region anew only when what it shows has changed, and keeps the focus where it was. */
export function region(element, shown, build) {
  const signature = JSON.stringify(shown);
  if (element.dataset.shown === signature) return;
  const focused = element.contains(document.activeElement) ? keyOf(document.activeElement) : undefined;
  element.dataset.shown = signature;
  element.replaceChildren(...[build()].flat());
  if (focused) focusAgain(element, focused);
}

/** A list of nodes by key: those whose signature is the same stay as they are. */
export function list(element, items, build) {
  const before = new Map([...element.children].map((child) => [child.dataset.key, child]));
  const nodes = items.map(({ key, signature, item }) => {
    const old = before.get(key);
    if (old?.dataset.signature === signature) return old;
    const node = build(item);
    node.dataset.key = key;
    node.dataset.signature = signature;
    if (old?.contains(document.activeElement)) node.dataset.refocus = keyOf(document.activeElement) ?? "";
    return node;
  });
  place(element, nodes);
  for (const node of nodes.filter((one) => one.dataset.refocus !== undefined)) {
    const key = node.dataset.refocus;
    delete node.dataset.refocus;
    focusAgain(node, key);
  }
}

/** Puts nodes in order and moves none that already stands right: a moved node would lose its focus. */
function place(element, nodes) {
  for (const [index, node] of nodes.entries()) {
    const there = element.children[index];
    if (there === node) continue;
    if (nodes.includes(there)) element.insertBefore(node, there);
    else if (there) there.replaceWith(node);
    else element.append(node);
  }
  while (element.children.length > nodes.length) element.lastChild.remove();
}

const keyOf = (element) => element.dataset.focus;

function focusAgain(within, key) {
  const same = [...within.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === key);
  if (same) same.focus({ preventScroll: true });
  else if (within.tabIndex >= 0 || within.hasAttribute("tabindex")) within.focus({ preventScroll: true });
}
