import { choose } from "../chance.ts";
import type { Schema } from "../prompt/fields.ts";

/** The smallest value that a JSON schema allows; where it leaves a choice, `key` decides. `text` fills required strings. */
export function fromSchema(schema: Schema, key: string, text: string, root: Schema = schema): unknown {
  if (schema.$ref !== undefined)
    return fromSchema(root.$defs?.[schema.$ref.split("/").at(-1) ?? ""] ?? {}, key, text, root);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined && schema.enum.length > 0) return choose(schema.enum, key);
  if (schema.anyOf?.[0] !== undefined) return fromSchema(schema.anyOf[0], key, text, root);
  return fromType(schema, key, text, root);
}

function fromType(schema: Schema, key: string, text: string, root: Schema): unknown {
  switch (schema.type) {
    case "object":
      return fromProperties(schema, key, text, root);
    case "array":
      return [];
    case "integer":
    case "number":
      return schema.minimum ?? 0;
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return text;
  }
}

function fromProperties(schema: Schema, key: string, text: string, root: Schema): unknown {
  const names = schema.required ?? Object.keys(schema.properties ?? {});
  const entries = names.map((name) => [
    name,
    fromSchema(schema.properties?.[name] ?? {}, `${key}.${name}`, text, root),
  ]);
  return Object.fromEntries(entries);
}
