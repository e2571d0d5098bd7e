type Schema = Record<string, unknown>;

/** Why a JSON schema is not one that structured outputs take; null when it is. Every object says all of its keys, and no others. */
export function unfitSchema(schema: Schema, context: readonly string[] = []): string | null {
  if (schema.type === "object" || schema.properties !== undefined) {
    const keys = Object.keys((schema.properties ?? {}) as Schema);
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (schema.additionalProperties !== false)
      return `In context=(${context.join(", ")}), 'additionalProperties' is required to be supplied and to be false.`;
    const missing = keys.find((key) => !required.includes(key));
    if (missing !== undefined)
      return `In context=(${context.join(", ")}), 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  }
  for (const [key, inner] of Object.entries(schema)) {
    const why = isSchema(inner) ? unfitSchema(inner, [...context, `'${key}'`]) : null;
    if (why !== null) return why;
  }
  return null;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
