import { type Field, readFields } from "./fields.ts";
import { type Message, textOf } from "./message.ts";
import { readAnswer, readSections, type Values } from "./sections.ts";

/** A solved example in the prompt. */
export interface Demo {
  inputs: Values;
  outputs: Values;
}

/** A prompt in DSPy's chat or JSON layout, taken apart. */
export interface Task {
  instructions: string;
  outputs: readonly Field[];
  demos: readonly Demo[];
  inputs: Values;
  layout: "chat" | "json";
}

/** Takes a prompt apart; null when it has no field list, so is no prompt of an adapter. */
export function readTask(messages: readonly Message[]): Task | null {
  const system = textOf(messages[0] ?? { role: "system", content: "" });
  const outputs = readFields(system, "Your output fields are:");
  const last = messages.at(-1);
  if (outputs.length === 0 || last === undefined) return null;
  return {
    instructions: instructionsIn(system),
    outputs,
    demos: readDemos(messages.slice(1, -1)),
    inputs: readInputs(textOf(last)),
    layout: system.includes("Outputs will be a JSON object") ? "json" : "chat",
  };
}

function instructionsIn(system: string): string {
  return (system.split("your objective is:")[1] ?? "").trim();
}

function readInputs(user: string): Values {
  return readSections(user.split(/\n+Respond with (?:the corresponding|a JSON)/)[0] ?? "");
}

function readDemos(turns: readonly Message[]): Demo[] {
  const demos: Demo[] = [];
  for (let i = 0; i + 1 < turns.length; i += 2) {
    const [asked, answered] = [turns[i], turns[i + 1]];
    if (asked === undefined || answered?.role !== "assistant") continue;
    demos.push({ inputs: readInputs(textOf(asked)), outputs: readAnswer(textOf(answered)) });
  }
  return demos;
}
