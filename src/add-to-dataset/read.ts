import { addInput, addLabel, type FormField } from "../../blocks/add-form.ts";
import { fieldProblems, schemasOf } from "../../jobs/importing.ts";
import type { Program } from "../../models/program.ts";
import { whyNotKept } from "../../models/storable.ts";
import type { Submitted } from "../label-form.ts";
import { formFields } from "./fields.ts";

type Values = Record<string, unknown>;
type Schemas = Parameters<typeof fieldProblems>[1];
type Errors = Record<string, string>;

/** What a submitted form holds, or what is wrong with it, by block id. No label field filled in: a model drafts it. */
export function readAdded(
  values: Submitted,
  program: Pick<Program, "name" | "described">,
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

const blockOf = (part: string, program: string, { name }: FormField): string => `${part}:${program}:${name}`;

function readFields(
  values: Submitted,
  part: string,
  program: string,
  fields: FormField[],
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
  { name, isText }: FormField,
  text: string,
  { [name]: schema }: Schemas,
): { value?: unknown; problem?: string | undefined } {
  if (text === "" && !isText) return { problem: `${name} is empty: fill in every field of the answer, or none` };
  try {
    const value = isText ? text : JSON.parse(text);
    return { value, problem: schema && fieldProblems({ [name]: value }, { [name]: schema })[0] };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}` };
  }
}

/** What was typed or chosen in a block's one element. */
function typedIn(values: Submitted, block: string): string {
  const { value, selected_option: option } = Object.values(values[block] ?? {})[0] ?? {};
  return option?.value ?? value ?? "";
}
