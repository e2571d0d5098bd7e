import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fillVariables, type HelixYaml, parseHelixYaml } from "../../models/helix-yaml.ts";
import { Trouble } from "../trouble.ts";
import { placeholders } from "./draft-yaml.ts";

export const notRegistered = (why: string, next: string): Trouble =>
  new Trouble("The program was not registered", why, `${next}; nothing was changed`);

/** The helix.yaml of a program's folder, checked; its mistakes are told all at once. */
export async function readConfig(root: string, env: NodeJS.ProcessEnv): Promise<HelixYaml> {
  const text = await readFile(join(root, "helix.yaml"), "utf8").catch(() => null);
  if (text === null)
    throw new Trouble(
      "The program was not registered",
      `there is no helix.yaml in ${root}`,
      "name the folder that holds it, or let `npm run helix -- init <folder>` write one",
    );
  const parsed = parseHelixYaml(text, { file: "helix.yaml" });
  if (parsed.ok) return withInterpreter(withoutPlaceholders(parsed.value), root, env);
  const { problems } = parsed;
  throw notRegistered(
    `helix.yaml has ${problems.length === 1 ? "a mistake" : `${problems.length} mistakes`}:\n${problems.map((each) => `  ${each}`).join("\n")}`,
    "mend it and add the program again",
  );
}

/** What `init` could not know and nobody filled in: its messages would reach nobody, and nobody could approve. */
function withoutPlaceholders(config: HelixYaml): HelixYaml {
  const { channel, approvers } = config;
  const left = [
    channel === placeholders.channel && "channel",
    approvers.truth.includes(placeholders.approver) && "approvers.truth",
    approvers.promotion.includes(placeholders.approver) && "approvers.promotion",
  ].filter((name) => name !== false);
  if (left.length === 0) return config;
  throw notRegistered(
    `helix.yaml still has the placeholder of \`init\` at ${left.join(", ")}`,
    "put the Slack channel and the people who decide there, and add the program again",
  );
}

/** The team's own interpreter is named relative to helix.yaml, like every path in it. */
function withInterpreter(config: HelixYaml, root: string, env: NodeJS.ProcessEnv): HelixYaml {
  if (config.python === undefined) return config;
  const filled = fillVariables(config.python, env);
  if (filled.ok) return { ...config, python: resolve(root, filled.value) };
  throw notRegistered(
    `\`python:\` needs ${filled.missing.join(", ")}, which is not set here`,
    "set it and add the program again",
  );
}
