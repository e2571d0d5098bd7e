import type { InputBlock, PlainTextOption } from "@slack/types";
import { optionsOffered, searchInput, selectInput } from "./kit.ts";
import { limits } from "./limits.ts";

const asOption = (name: string) => ({ text: name, value: name });

/** The field of a form in which the program is chosen: a menu, or a search where there are more than a menu holds. */
export function programInput(id: string, programs: string[], chosen: string): InputBlock {
  const field = { blockId: id, actionId: id, label: "Program", tells: true };
  if (programs.length <= limits.options)
    return selectInput({ ...field, options: programs.map(asOption), initial: chosen });
  return searchInput({
    ...field,
    hint: `One of ${programs.length}: type a part of its name.`,
    initial: asOption(chosen),
  });
}

/** What is offered for what was typed: names that begin so, then those that hold it. */
export function programsFound(programs: string[], typed: string): PlainTextOption[] {
  const part = typed.trim().toLowerCase();
  const at = (name: string): number => name.toLowerCase().indexOf(part);
  const found = programs.filter((name) => at(name) >= 0);
  const best = [...found.filter((name) => at(name) === 0), ...found.filter((name) => at(name) > 0)];
  return optionsOffered(best.map(asOption));
}
