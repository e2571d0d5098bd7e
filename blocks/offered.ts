import { limits } from "./limits.ts";

/** Names as a menu's options, 100 at most: what is chosen is among them, and the others can be typed in a command. */
export function offered(names: string[], chosen: string): { text: string; value: string }[] {
  const all = names.length > limits.options ? [chosen, ...names.filter((name) => name !== chosen)] : names;
  return all.slice(0, limits.options).map((name) => ({ text: name, value: name }));
}
