import type { Command } from "./command.ts";
import { exportData, importData, resplitData } from "./datasets.ts";
import { init } from "./init.ts";
import { add, adopt, list, remove, show } from "./programs.ts";

/** The operator's verbs. Registering is not possible from Slack: it is code that will be executed. */
export const commands: Record<string, Command> = {
  ...{ init, add, list, show, remove, adopt },
  ...{ import: importData, export: exportData, resplit: resplitData },
};

/** What can be typed, and below it what that does. */
export function usage(): string[] {
  return Object.values(commands).flatMap((each) => [`npm run helix -- ${each.usage}`, `    ${each.says}`]);
}
