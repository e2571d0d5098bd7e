import { wireFile } from "./api/files.ts";
import { type Fields, fieldsIn } from "./fields.ts";
import type { State } from "./model.ts";

/** Files that a person puts into a `file_input`: uploaded when they are chosen, handed to the app with the form, shared nowhere. */

/** Keeps a file for the person who chose it; answers with it as it then stands in the field. */
export function attach(state: State, user: string, name: string, bytes: Buffer): Fields {
  const id = state.id("F");
  const file = { id, name, title: name, alt: undefined, length: bytes.length, bytes, user, shares: [] };
  state.files.set(id, file);
  return wireFile(state, file);
}

/** What the field holds with these files in it, by id. */
export function attachedValue(state: State, user: string, answer: unknown): Fields | { problem: string } {
  const ids = [answer].flat().filter((id) => id !== null && id !== "");
  const found = ids.map((id) => state.files.get(String(id)));
  const missing = ids.find((_, n) => found[n]?.user !== user);
  if (missing !== undefined) return { problem: `${user} has uploaded no file "${String(missing)}"` };
  return { type: "file_input", files: found.flatMap((file) => (file ? [wireFile(state, file)] : [])) };
}

/** What Slack's own client says of files that the field does not take. */
export function unfitFiles(element: Fields, held: unknown): string | undefined {
  const files = fieldsIn(held);
  const most = Number(element.max_files ?? 10);
  if (files.length > most) return `You can upload at most ${most === 1 ? "1 file" : `${most} files`}.`;
  const types = Array.isArray(element.filetypes) ? element.filetypes.map(String) : [];
  const stranger = files.find(({ filetype }) => types.length > 0 && !types.includes(String(filetype)));
  return stranger && `${stranger.name} is not one of the file types that fit here: ${types.join(", ")}.`;
}
