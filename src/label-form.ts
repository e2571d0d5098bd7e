import type { ViewSubmitAction } from "@slack/bolt";
import { labelField } from "../blocks/truth.ts";
import { fieldProblems } from "../jobs/importing.ts";

export type Submitted = ViewSubmitAction["view"]["state"]["values"];

/** What was typed into the one element of a block; empty when there is no such block. */
export const typed = (values: Submitted, block: string): string => Object.values(values[block] ?? {})[0]?.value ?? "";

type Label = Record<string, unknown>;
type Schemas = Parameters<typeof fieldProblems>[1];

/**
 * The label a truth form was submitted with, every field checked against the program's outputs. `before` is the label
 * the form was opened with. Problems are by block id, as Slack shows them at their field.
 */
export function readLabel(
  values: Submitted,
  before: Label,
  outputs: Schemas,
): { ok: true; label: Label } | { ok: false; errors: Record<string, string> } {
  const blocks = Object.keys(values).filter((block) => block.startsWith(`${labelField}:`));
  const label: Label = {};
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    const name = block.slice(labelField.length + 1);
    const field = readField(typed(values, block), before[name]);
    const [problem] = field.ok ? problemsOf(name, field.value, outputs) : [field.problem];
    if (problem) errors[block] = problem;
    else if (field.ok) label[name] = field.value;
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const [missing] = fieldProblems(label, outputs);
  return missing ? { ok: false, errors: { [blocks[0] ?? labelField]: missing } } : { ok: true, label };
}

const problemsOf = (name: string, value: unknown, { [name]: schema }: Schemas): string[] =>
  schema ? fieldProblems({ [name]: value }, { [name]: schema }) : [];

/** A field that held text is text; all else is JSON. */
function readField(text: string, before: unknown): { ok: true; value: unknown } | { ok: false; problem: string } {
  if (typeof before === "string") return { ok: true, value: text };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}` };
  }
}
