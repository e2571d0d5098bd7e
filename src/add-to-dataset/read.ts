import { addInput, addLabel } from "../../blocks/add-form.ts";
import { fieldProblems, schemasOf } from "../../jobs/importing.ts";
import type { Program } from "../../models/program.ts";
import { whyNotKept } from "../../models/storable.ts";
import { readValue } from "../fields/read.ts";
import { type Field, type Fielded, formFields } from "../fields/shape.ts";
import type { Submitted } from "../label-form.ts";

type Values = Record<string, unknown>;
type Schemas = Parameters<typeof fieldProblems>[1];
type Errors = Record<string, string>;

/** What a submitted form holds, or what is wrong with it, by block id. No label field filled in: a model drafts it. */
export function readAdded(
  values: Submitted,
  program: Pick<Program, "name"> & Fielded,
): { ok: true; inputs: Values; label: Values | null } | { ok: false; errors: Errors } {
  const fields = formFields(program);
  const schemas = schemasOf(program.described);
  const errors: Errors = {};
  const inputs = readFields(values, addInput, program.name, fields.inputs, schemas.inputs, errors);
  const isLabelled = fields.outputs.some((field) => typedIn(values, blockOf(addLabel, program.name, field)) !== "");
  const label = isLabelled ? readFields(values, addLabel, program.name, fields.outputs, schemas.outputs, errors) : null;
  const [first] = fields.inputs;
  const why = whyNotKept(inputs) ?? (label && whyNotKept(label));
  if (why && first) errors[blockOf(addInput, program.name, first)] ??= `It cannot be kept: ${why}.`;
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, inputs, label };
}

const blockOf = (part: string, program: string, { name }: Field): string => `${part}:${program}:${name}`;

function readFields(
  values: Submitted,
  part: string,
  program: string,
  fields: Field[],
  schemas: Schemas,
  errors: Errors,
): Values {
  const read: Values = {};
  for (const field of fields) {
    const block = blockOf(part, program, field);
    const { value, problem } = readOne(field, typedIn(values, block), schemas);
    if (problem) errors[block] = problem;
    else read[field.name] = value;
  }
  return read;
}

function readOne(
  { name, shape }: Field,
  text: string,
  { [name]: schema }: Schemas,
): { value?: unknown; problem?: string | undefined } {
  if (text === "" && shape.kind !== "text")
    return { problem: `${name} is empty: fill in every field of the answer, or none` };
  const read = readValue(text, shape);
  if (!read.ok) return { problem: read.problem };
  return { value: read.value, problem: schema && fieldProblems({ [name]: read.value }, { [name]: schema })[0] };
}

/** What was typed or chosen in a block's one element. */
export function typedIn(values: Submitted, block: string): string {
  const { value, selected_option: option } = Object.values(values[block] ?? {})[0] ?? {};
  return option?.value ?? value ?? "";
}
