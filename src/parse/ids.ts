import { bad, type Given, good, type Read } from "./draft.ts";
import { said } from "./words.ts";

/** Short ids as Helix shows them: a letter for the kind, then a number, or for a candidate the start of its hash. */
export function isShortId(word: string): boolean {
  return /^([degrvx]\d+|c[0-9a-f]+)$/i.test(word);
}

/** What can be set side by side: a candidate, a deployment, a run, an evaluation, or what is deployed. */
export function readSide(word: Given, otherwise?: string): Read<string> {
  if (word === undefined && otherwise !== undefined) return good(otherwise);
  const id = word?.toLowerCase();
  if (id === "deployed" || (id !== undefined && /^([der]\d+|c[0-9a-f]+)$/.test(id))) return good(id);
  const asked = word ? `I cannot compare ${said(word)}.` : "Compare what?";
  return bad(`${asked} Name two of: a candidate such as c7, a deployment d1, a run r5, an evaluation e3, or deployed.`);
}

/** A run by its short id. It is never guessed: stopping the wrong one costs somebody their work. */
export function readRun(word: Given): Read<string> {
  const id = word?.toLowerCase();
  if (id !== undefined && /^r\d+$/.test(id)) return good(id);
  return bad(`${word ? `${said(word)} is no run.` : "Which run?"} A run has a short id such as r12; see /helix runs.`);
}
