import type { Intent } from "../../models/intent.ts";
import { type Known, parseCommand } from "../parse.ts";

/** What the lines of a proposal mean by now; null where one of them means nothing any more. */
export function intentsOf(lines: readonly string[], known: Known): Intent[] | null {
  const readings = lines.map((line) => parseCommand(line, known));
  const intents = readings.flatMap((reading) => (reading.ok ? [reading.intent] : []));
  return intents.length === readings.length ? intents : null;
}
