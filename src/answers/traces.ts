import type { Message } from "../../blocks/kit.ts";
import { tracesMessage } from "../../blocks/traces.ts";
import type { Program } from "../../models/program.ts";
import { seenOf } from "../../models/seen.ts";

/** The latest traces as Helix saw them. */
export async function tracesAnswer(programs: Program[]): Promise<Message> {
  return tracesMessage(await Promise.all(programs.map(seenOf)));
}
