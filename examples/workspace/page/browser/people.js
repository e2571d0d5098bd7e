import { h } from "./dom.js";

/** A person's sign: the first letter of the name on a colour that is always the same for this person. */
export function avatar(person, size = "") {
  const letter = (person?.realName ?? "?").slice(0, 1).toUpperCase();
  const kind = person?.isBot ? "app" : `tone-${toneOf(person?.id ?? "")}`;
  return h(`span.avatar.${kind}${size ? `.${size}` : ""}`, { "aria-hidden": "true" }, letter);
}

const tones = 6;
const met = new Map();

/** The first six people one meets have colours of their own. */
function toneOf(id) {
  if (!met.has(id)) met.set(id, met.size % tones);
  return met.get(id);
}
