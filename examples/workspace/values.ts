import { type Fields, fieldsIn, isFields, wordsOf } from "./fields.ts";
import type { StateValues } from "./model.ts";
import { elementsOf } from "./walk.ts";

/** What stands in fields and menus, as `state.values` has it. */

/** For each element that holds a value: the key of its value, and where its initial value stands. */
const holders: Record<string, [key: string, initial: string]> = {
  plain_text_input: ["value", "initial_value"],
  email_text_input: ["value", "initial_value"],
  url_text_input: ["value", "initial_value"],
  number_input: ["value", "initial_value"],
  rich_text_input: ["rich_text_value", "initial_value"],
  static_select: ["selected_option", "initial_option"],
  external_select: ["selected_option", "initial_option"],
  radio_buttons: ["selected_option", "initial_option"],
  multi_static_select: ["selected_options", "initial_options"],
  multi_external_select: ["selected_options", "initial_options"],
  checkboxes: ["selected_options", "initial_options"],
  users_select: ["selected_user", "initial_user"],
  multi_users_select: ["selected_users", "initial_users"],
  channels_select: ["selected_channel", "initial_channel"],
  multi_channels_select: ["selected_channels", "initial_channels"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  multi_conversations_select: ["selected_conversations", "initial_conversations"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  datetimepicker: ["selected_date_time", "initial_date_time"],
  file_input: ["files", "initial_files"],
};

/** What an element holds before anybody touched it; undefined for buttons and the like. */
export function initialValue(element: Fields): Fields | undefined {
  const holder = holders[String(element.type)];
  if (!holder) return undefined;
  const [key, initial] = holder;
  return { type: element.type, [key]: element[initial] ?? (key.endsWith("s") ? [] : null) };
}

export function initialValues(blocks: Fields[]): StateValues {
  return keptValues(blocks, {});
}

/** The values of these blocks: what was there before under the same ids and type, else the initial value. */
export function keptValues(blocks: Fields[], before: StateValues): StateValues {
  const values: StateValues = {};
  for (const { block, element } of elementsOf(blocks)) {
    const initial = initialValue(element);
    if (!initial) continue;
    const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
    const old = before[blockId]?.[actionId];
    values[blockId] = { ...values[blockId], [actionId]: old && old.type === element.type ? old : initial };
  }
  return values;
}

/** The value of a holder, without its type. */
export function heldBy(value: Fields | undefined): unknown {
  const holder = value && holders[String(value.type)];
  return holder ? value[holder[0]] : undefined;
}

/** Nothing typed, nothing chosen. */
export function isEmptyValue(value: Fields | undefined): boolean {
  const held = heldBy(value);
  return held === null || held === undefined || held === "" || (Array.isArray(held) && held.length === 0);
}

/**
 * What an element holds after a person gave it `answer`: text as typed, options by value or by their words. What it held
 * before can be chosen again, though an external menu was drawn anew since.
 */
export function valueFrom(element: Fields, answer: unknown, before?: Fields): Fields | { problem: string } {
  const holder = holders[String(element.type)];
  if (!holder) return { problem: `nobody can fill in a ${String(element.type)}` };
  const [key] = holder;
  const held = (value: unknown): Fields => ({ type: element.type, [key]: value });
  if (answer === null || answer === "") return held(key.endsWith("s") ? [] : null);
  if (String(element.type).endsWith("external_select")) suggest(element, [heldBy(before)].flat().filter(isFields));
  if (key === "selected_option" || key === "selected_options") return chosenOptions(element, key, answer);
  if (key === "rich_text_value" && typeof answer === "string") return held(asRichText(answer));
  if (key.endsWith("s")) return held(Array.isArray(answer) ? answer : [answer]);
  return held(key === "selected_date_time" ? Number(answer) : String(answer));
}

function chosenOptions(element: Fields, key: string, answer: unknown): Fields | { problem: string } {
  const wanted = Array.isArray(answer) ? answer.map(String) : [String(answer)];
  const found = wanted.map((one) => optionNamed(element, one));
  const missing = wanted.find((_, index) => !found[index]);
  if (missing !== undefined) return { problem: `there is no option "${missing}" (${choices(element).join(", ")})` };
  return { type: element.type, [key]: key === "selected_option" ? found[0] : found };
}

const suggested = new WeakMap<Fields, Fields[]>();

/** Keeps what the app has offered for an external menu, the newest first, so that it can be chosen. */
export function suggest(element: Fields, options: Fields[]): void {
  const older = (suggested.get(element) ?? []).filter((one) => !options.some(({ value }) => value === one.value));
  suggested.set(element, [...options, ...older]);
}

function optionsOf(element: Fields): Fields[] {
  const grouped = fieldsIn(element.option_groups).flatMap((group) => fieldsIn(group.options));
  return [...fieldsIn(element.options), ...grouped, ...(suggested.get(element) ?? [])];
}

const choices = (element: Fields): string[] => optionsOf(element).map(({ text }) => wordsOf(text));

/** An option by its value or by its words. For external menus the person's own word is the option. */
export function optionNamed(element: Fields, name: string): Fields | undefined {
  const options = optionsOf(element);
  const found = options.find(({ value }) => value === name) ?? options.find(({ text }) => wordsOf(text) === name);
  if (found || !String(element.type).endsWith("external_select")) return found;
  return { text: { type: "plain_text", text: name }, value: name };
}

function asRichText(text: string): Fields {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

/** Whether a value of `state.values` says the same as words do; used to show fields. */
export function wordsHeld(value: Fields | undefined): string {
  const held = heldBy(value);
  if (held === null || held === undefined) return "";
  if (Array.isArray(held)) return held.map((one) => (isFields(one) ? wordsOf(one.text) : String(one))).join(", ");
  return isFields(held) ? wordsOf(held.text) || JSON.stringify(held) : String(held);
}
