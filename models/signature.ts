import type { Described, Program } from "./program.ts";
import { Programs, programId } from "./program.ts";

/** The names of a program's fields as its signature has them: inputs, then outputs. */
export const fieldsOf = ({
  inputSchemas,
  outputSchemas,
}: Pick<Described, "inputSchemas" | "outputSchemas">): string[] => Object.keys({ ...inputSchemas, ...outputSchemas });

/** The same of a program by its name. */
export async function signatureOf(team: string, program: string): Promise<string[]> {
  const found = await Programs.findById(programId(team, program), { described: 1 }).lean<Pick<Program, "described">>();
  return found ? fieldsOf(found.described) : [];
}

/** A record for people: its fields as the signature has them; what it does not know follows as it stands. */
export function inOrder(record: Record<string, unknown>, fields: readonly string[]): string {
  const known = fields.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]]);
  return JSON.stringify({ ...Object.fromEntries(known), ...record });
}
