import { readJson } from "./prompt/sections.ts";
import type { Task } from "./prompt/task.ts";

/** The answer in the layout that the prompt asks for; `json` when the request wants a JSON object whatever the prompt says. */
export function formatReply(task: Task, values: Record<string, unknown>, json: boolean): string {
  if (json || task.layout === "json")
    return JSON.stringify(Object.fromEntries(task.outputs.map(({ name, type }) => [name, typed(type, values[name])])));
  const sections = task.outputs.map(({ name }) => `[[ ## ${name} ## ]]\n${written(values[name])}`);
  return `${sections.join("\n\n")}\n\n[[ ## completed ## ]]`;
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function typed(type: string, value: unknown): unknown {
  if (typeof value !== "string" || /^(?:str|Literal)/.test(type)) return value;
  return readJson(/^(?:True|False)$/.test(value) ? value.toLowerCase() : value) ?? value;
}
