import type { FormField } from "../../blocks/add-form.ts";
import { limits } from "../../blocks/limits.ts";
import type { Program } from "../../models/program.ts";

/** The fields a program takes and answers with, as a form asks for them; reasoning is no part of a label. */
export const formFields = ({
  described,
}: Pick<Program, "described">): { inputs: FormField[]; outputs: FormField[] } => ({
  inputs: Object.entries(described.inputSchemas).map(fieldOf),
  outputs: Object.entries(described.outputSchemas)
    .filter(([name]) => name !== "reasoning")
    .map(fieldOf),
});

function fieldOf([name, text]: [string, string]): FormField {
  const schema = JSON.parse(text) as { type?: unknown; enum?: unknown };
  const isText = schema.type === "string";
  const words = Array.isArray(schema.enum) && schema.enum.every((each) => typeof each === "string") ? schema.enum : [];
  const fits =
    words.length <= limits.options && words.every((word) => word !== "" && word.length <= limits.optionValue);
  return { name, isText, choices: isText && fits ? words : [] };
}
