import type { Command } from "./command.ts";
import { init } from "./init.ts";
import { add, adopt, list, remove, show } from "./programs.ts";

/** The operator's verbs. Registering is not possible from Slack: it is code that will be executed. */
export const commands: Record<string, Command> = { init, add, list, show, remove, adopt };

/** What can be typed, a line each. */
export function usage(): string[] {
  const lines = Object.values(commands);
  const width = Math.max(...lines.map((each) => each.usage.length));
  return lines.map((each) => `npm run helix -- ${each.usage.padEnd(width)}   ${each.says}`);
}
