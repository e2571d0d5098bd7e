import type { ViewSubmitAction } from "@slack/bolt";
import { type LabelBox, labelField } from "../blocks/truth.ts";
import { fieldProblems, schemasOf } from "../jobs/importing.ts";
import { typedIn } from "./add-to-dataset/read.ts";
import { readValue } from "./fields/read.ts";
import { type Field, type Fielded, formFields } from "./fields/shape.ts";
import { writtenExactly } from "./fields/write.ts";

export type Submitted = ViewSubmitAction["view"]["state"]["values"];

/** What was typed into the one element of a block; empty when there is no such block. */
export const typed = (values: Submitted, block: string): string => Object.values(values[block] ?? {})[0]?.value ?? "";

type Label = Record<string, unknown>;

/** A label as its form shows it, field by field. */
export const labelBoxes = (label: Label, program: Fielded): LabelBox[] =>
  Object.entries(label).map(([name, value]) => {
    const field = fieldOf(name, value, program);
    return { ...field, initial: writtenExactly(value, field) };
  });

/** How a field is written; one that the program does not declare so any more, as text or JSON. */
function fieldOf(name: string, value: unknown, program: Fielded): Field {
  const field = formFields(program).outputs.find((each) => each.name === name);
  const isText = typeof value === "string";
  if (field && (field.shape.kind === "text") === isText) return field;
  return isText
    ? { name, hint: null, choices: [], shape: { kind: "text" } }
    : { name, hint: "As JSON.", choices: [], shape: { kind: "json" } };
}

/**
 * The label a truth form was submitted with, every field checked against the program's outputs. `before` is the label
 * the form was opened with. Problems are by block id, as Slack shows them at their field.
 */
export function readLabel(
  values: Submitted,
  before: Label,
  program: Fielded,
): { ok: true; label: Label } | { ok: false; errors: Record<string, string> } {
  const outputs = schemasOf(program.described).outputs;
  const blocks = Object.keys(values).filter((block) => block.startsWith(`${labelField}:`));
  const label: Label = {};
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    const name = block.slice(labelField.length + 1);
    const read = readValue(typedIn(values, block), fieldOf(name, before[name], program).shape);
    const [problem] = read.ok ? problemsOf(name, read.value, outputs) : [read.problem];
    if (problem) errors[block] = problem;
    else if (read.ok) label[name] = read.value;
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const [missing] = fieldProblems(label, outputs);
  return missing ? { ok: false, errors: { [blocks[0] ?? labelField]: missing } } : { ok: true, label };
}

const problemsOf = (name: string, value: unknown, { [name]: schema }: Parameters<typeof fieldProblems>[1]): string[] =>
  schema ? fieldProblems({ [name]: value }, { [name]: schema }) : [];
