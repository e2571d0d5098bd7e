import type { OptimizerName } from "../intent.ts";
import type { Arguments } from "./budgets.ts";

/** Models of OpenAI that take no temperature but 1, by DSPy's own pattern [dspy clients/lm.py, 3.3.1]. */
const takesOneTemperature = /^(?:o[1345](?:-(?:mini|nano|pro))?(?:-\d{4}-\d{2}-\d{2})?|gpt-5(?!-chat)(?:-.*)?)$/;

/** Why this model cannot propose for this optimizer, and what to do; null when it can. `lm` is its id, such as `openai/gpt-5`. */
export function proposerProblem(
  name: OptimizerName,
  args: Arguments,
  alias: string,
  lm: string,
): { what: string; next: string } | null {
  const temperature = args.init_temperature;
  const family = lm.split("/").at(-1)?.toLowerCase() ?? "";
  if (typeof temperature !== "number" || temperature === 1 || !takesOneTemperature.test(family)) return null;
  return {
    what: `${name} asks for its proposals at temperature ${temperature}, and ${alias} (${lm}) takes no temperature but 1`,
    next: "name another model with --reflection, or send it with --set init_temperature=1",
  };
}
