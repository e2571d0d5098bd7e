import { attachedValue, unfitFiles } from "../attached.ts";
import { type Fields, fieldsIn, isFields, isTrue, parsed, wordsOf } from "../fields.ts";
import type { State, View } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { issueTrigger } from "../triggers.ts";
import { checkedView } from "../validate/content.ts";
import { heldBy, isEmptyValue, valueFrom } from "../values.ts";
import { closeStack, closeView, replaceView, showView, wireView } from "../views.ts";
import { elementsOf, type Located } from "../walk.ts";
import { deliver, form, interaction } from "./deliver.ts";
import { type Act, actResult } from "./result.ts";
import { envelope } from "./who.ts";

/** Fills in a modal's fields and submits it. @param answers by block id, action id, or the words of the field's label */
export async function submit(state: State, view: View, answers: Fields): Promise<Act> {
  const problem = fillIn(state, view, answers);
  if (problem !== undefined) return actResult(state, "", undefined, problem);
  const incomplete = unfinishedFields(view);
  if (Object.keys(incomplete).length > 0) {
    return { ...actResult(state, "", undefined, "the modal is not complete"), errors: incomplete };
  }
  view.errors = {};
  const id = state.id("K");
  const trigger_id = issueTrigger(state, view.user, id, view.id);
  const payload = {
    type: "view_submission",
    ...envelope(state, view.user),
    trigger_id,
    view: wireView(state, view),
    response_urls: [],
  };
  const answer = await deliver(state, { id, kind: "view_submission", body: interaction(payload), contentType: form });
  const wrong = answer.status === 200 ? obey(state, view, answer.body, id) : undefined;
  return {
    ...actResult(state, id, answer, wrong),
    errors: Object.keys(view.errors).length > 0 ? view.errors : undefined,
  };
}

const located = (view: View): Located[] => elementsOf(fieldsIn(view.definition.blocks));

/** Puts what a person typed into a view's fields. Returns what is wrong with an answer, if anything. */
export function fillIn(state: State, view: View, answers: Fields): string | undefined {
  for (const [name, answer] of Object.entries(answers)) {
    const field = located(view).find(({ block, element }) =>
      [block.block_id, element.action_id, wordsOf(block.label)].includes(name),
    );
    if (!field) return `the modal has no field "${name}"`;
    const [blockId, actionId] = [String(field.block.block_id), String(field.element.action_id)];
    const value =
      field.element.type === "file_input"
        ? attachedValue(state, view.user, answer)
        : valueFrom(field.element, answer, view.values[blockId]?.[actionId]);
    if ("problem" in value) return String(value.problem);
    view.values[blockId] = { ...view.values[blockId], [actionId]: value };
  }
  return undefined;
}

/** What Slack's own client refuses to submit, by block id. */
function unfinishedFields(view: View): Record<string, string> {
  const inputs = located(view).filter(({ block }) => block.type === "input");
  return Object.fromEntries(
    inputs.flatMap(({ block, element }) => {
      const value = view.values[String(block.block_id)]?.[String(element.action_id)];
      const complaint = isEmptyValue(value) ? missing(block) : unfit(element, heldBy(value));
      return complaint === undefined ? [] : [[String(block.block_id), complaint]];
    }),
  );
}

const missing = (block: Fields): string | undefined =>
  isTrue(block.optional) ? undefined : "Please complete this required field.";

function unfit(element: Fields, held: unknown): string | undefined {
  const text = typeof held === "string" ? held : "";
  switch (element.type) {
    case "plain_text_input":
      if (text.length < Number(element.min_length ?? 0))
        return `Must be at least ${element.min_length} characters long.`;
      if (text.length > Number(element.max_length ?? 3000))
        return `Must be at most ${element.max_length ?? 3000} characters long.`;
      return undefined;
    case "email_text_input":
      return /^\S+@\S+\.\S+$/.test(text) ? undefined : "Please enter a valid email address.";
    case "url_text_input":
      return /^https?:\/\/\S+$/.test(text) ? undefined : "Please enter a valid URL.";
    case "number_input":
      return unfitNumber(element, text);
    case "file_input":
      return unfitFiles(element, held);
    default:
      return undefined;
  }
}

function unfitNumber(element: Fields, text: string): string | undefined {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) return "Please enter a valid number.";
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return "Please enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Must be at least ${element.min_value}.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Must be at most ${element.max_value}.`;
  return undefined;
}

/** Does what the app's ack says. Returns what Slack would complain about, if anything. */
function obey(state: State, view: View, body: string, cause: string): string | undefined {
  const reply = parsed(body);
  if (body.trim() !== "" && !isFields(reply)) return "the answer to a submission has to be empty or JSON";
  const { response_action: action, errors, view: next } = isFields(reply) ? reply : {};
  try {
    switch (action) {
      case undefined:
        closeView(state, view);
        return undefined;
      case "errors":
        return showErrors(state, view, errors);
      case "update":
        replaceView(state, view, checkedView(next, "modal"));
        return undefined;
      case "push":
        showView(state, view.user, checkedView(next, "modal"), { previous: view, cause });
        return undefined;
      case "clear":
        closeStack(state, view.root);
        return undefined;
      default:
        return `unknown response_action "${String(action)}"`;
    }
  } catch (error) {
    if (error instanceof Refusal) return `${error.code}: ${JSON.stringify(error.body())}`;
    throw error;
  }
}

function showErrors(state: State, view: View, errors: unknown): string | undefined {
  if (!isFields(errors) || Object.keys(errors).length === 0) return "response_action errors without errors";
  const inputs = fieldsIn(view.definition.blocks)
    .filter(({ type }) => type === "input")
    .map(({ block_id }) => block_id);
  const stranger = Object.keys(errors).find((id) => !inputs.includes(id));
  if (stranger !== undefined) return `errors name "${stranger}", which is no input block of this view`;
  view.errors = Object.fromEntries(Object.entries(errors).map(([id, words]) => [id, String(words)]));
  state.changes.bump();
  return undefined;
}

/** Closes a modal, all of its stack when it says `clear_on_close`, and tells the app if it wants to know. */
export async function close(state: State, view: View): Promise<Act> {
  const clear = isTrue(view.definition.clear_on_close);
  const shown = wireView(state, view);
  if (clear) closeStack(state, view.root);
  else closeView(state, view);
  if (!isTrue(view.definition.notify_on_close)) return { ...actResult(state, "", undefined), ok: true };
  const id = state.id("K");
  const payload = { type: "view_closed", ...envelope(state, view.user), view: shown, is_cleared: clear };
  const answer = await deliver(state, { id, kind: "view_closed", body: interaction(payload), contentType: form });
  return actResult(state, id, answer);
}
