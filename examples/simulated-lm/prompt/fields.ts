/** An output or input field as a prompt declares it. `schema` is set when the prompt gives one. */
export interface Field {
  name: string;
  type: string;
  description: string;
  schema: Schema | null;
  /** The values a Literal allows. */
  options: readonly string[];
}

/** The part of JSON Schema that prompts use. */
export interface Schema {
  type?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
  enum?: readonly unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  additionalProperties?: boolean | Schema;
  minimum?: number;
  default?: unknown;
}

/** The numbered list under `heading` ("1. `name` (type): description"), with the notes of the layout section. */
export function readFields(system: string, heading: string): Field[] {
  const list = system.split(heading)[1]?.split(/\n(?:Your output fields are|All interactions)/)[0] ?? "";
  const notes = readNotes(system);
  return [...list.matchAll(/^\d+\. `(\w+)` \((.*?)\):(.*)$/gm)].map(([, name = "", type = "", description = ""]) => {
    const note = notes.get(name) ?? "";
    return { name, type, description: description.trim(), schema: schemaIn(note), options: optionsIn(note) };
  });
}

/** Notes such as "must adhere to the JSON schema: …", by field. In the JSON layout they stand inside a JSON object. */
function readNotes(system: string): Map<string, string> {
  const found = [...layoutOf(system).matchAll(/^\{(\w+)\}\s+# note: (.*)$/gm)];
  return new Map(found.map(([, name = "", note = ""]) => [name, note]));
}

function layoutOf(system: string): string {
  const json = /Outputs will be a JSON object with the following fields\.\s+(\{[\s\S]*?\n\})/.exec(system)?.[1];
  if (json === undefined) return system;
  try {
    return Object.values(JSON.parse(json)).join("\n");
  } catch {
    return system;
  }
}

function schemaIn(note: string): Schema | null {
  const text = /JSON schema: (\{.*\})/.exec(note)?.[1];
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as Schema;
  } catch {
    return null;
  }
}

function optionsIn(note: string): string[] {
  const list = /one of: (.*)$/.exec(note)?.[1];
  return list === undefined ? [] : list.split("; ");
}
