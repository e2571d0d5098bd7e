import { type Fields, fieldsIn, isFields, parsed } from "../fields.ts";
import type { State } from "../model.ts";
import { option, optionGroup } from "../validate/composition.ts";
import { list, type Problem } from "../validate/schema.ts";
import { suggest as remember } from "../values.ts";
import { find, place, type Surface, type Target } from "./actions.ts";
import { deliver, form, interaction } from "./deliver.ts";
import { type Act, actResult } from "./result.ts";
import { envelope } from "./who.ts";

/** What the app offers for what somebody typed into an external menu. */
export type Suggested = Act & { options: Fields[] };

export async function suggest(
  state: State,
  user: string,
  surface: Surface,
  target: Target,
  typed: string,
): Promise<Suggested> {
  const none = (problem: string): Suggested => ({ ...actResult(state, "", undefined, problem), options: [] });
  const found = find(surface, target);
  if (!found || !String(found.element.type).endsWith("external_select"))
    return none("there is no menu that asks the app");
  const id = state.id("K");
  const { trigger_id: _trigger, response_url: _url, ...where } = place(state, user, surface, id);
  const { action_id } = found.element;
  const asked = { action_id, block_id: found.block.block_id, value: typed };
  const payload = { type: "block_suggestion", ...envelope(state, user), ...where, ...asked };
  const answer = await deliver(state, { id, kind: "block_suggestion", body: interaction(payload), contentType: form });
  const offered = parsed(answer.body);
  const problems = answer.status === 200 ? problemsOf(offered) : [];
  const options = problems.length === 0 && isFields(offered) ? optionsOf(offered) : [];
  remember(found.element, options);
  const [first] = problems;
  return { ...actResult(state, id, answer, first && `${first.message} (${first.pointer})`), options };
}

function problemsOf(offered: unknown): Problem[] {
  if (!isFields(offered)) return [{ message: "must provide options", pointer: "" }];
  return offered.option_groups === undefined
    ? list(option, 0, 100)(offered.options, "/options")
    : list(optionGroup, 0, 100)(offered.option_groups, "/option_groups");
}

const optionsOf = (offered: Fields): Fields[] => [
  ...fieldsIn(offered.options),
  ...fieldsIn(offered.option_groups).flatMap((group) => fieldsIn(group.options)),
];
