import type { HomeView, InputBlock, KnownBlock, ModalView, PlainTextOption } from "@slack/types";
import { limits } from "../limits.ts";
import { idOf, plain } from "./objects.ts";
import { clean } from "./text.ts";

type Field = { blockId: string; actionId: string; label: string; hint?: string; optional?: boolean };

/** A line or box to type in. A text longer than Slack takes is refused: cut, it would come back as if it were meant. */
export function textInput(
  field: Field & { initial?: string; placeholder?: string; multiline?: boolean; maxLength?: number },
): InputBlock {
  const { initial = "", placeholder, multiline = false, maxLength = limits.inputText } = field;
  if (initial.length > maxLength) throw new RangeError(`“${field.label}” is longer than ${maxLength} characters`);
  return input(field, {
    type: "plain_text_input",
    action_id: idOf(field.actionId),
    multiline,
    max_length: maxLength,
    ...(initial === "" ? {} : { initial_value: clean(initial) }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, limits.placeholder) }),
  });
}

type Option = { text: string; value: string };

/** A menu of at most 100 options; `initial` is one of their values. With `tells`, choosing tells the app at once. */
export function selectInput(
  field: Field & { options: Option[]; initial?: string; placeholder?: string; tells?: boolean },
): InputBlock {
  const { options, initial, placeholder, tells = false } = field;
  const offered = optionsOf(options);
  const chosen = offered.find((option) => option.value === initial);
  return {
    ...input(field, {
      type: "static_select",
      action_id: idOf(field.actionId),
      options: offered,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
      ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, limits.placeholder) }),
    }),
    ...(tells && { dispatch_action: true }),
  };
}

/** A field in which one searches for what the app then offers; `initial` is what stands in it. With `tells` as above. */
export function searchInput(field: Field & { initial?: Option; placeholder?: string; tells?: boolean }): InputBlock {
  const { initial, placeholder, tells = false } = field;
  const [chosen] = initial === undefined ? [] : optionsOf([initial]);
  return {
    ...input(field, {
      type: "external_select",
      action_id: idOf(field.actionId),
      min_query_length: 0,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
      ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, limits.placeholder) }),
    }),
    ...(tells && { dispatch_action: true }),
  };
}

/** What a search field offers, the first 100. */
export const optionsOffered = (options: Option[]): PlainTextOption[] => options.slice(0, limits.options).map(toOption);

/** A menu of which several may be chosen. */
export function multiSelectInput(
  field: Field & { options: Option[]; initial?: string[]; placeholder?: string },
): InputBlock {
  const { options, initial = [], placeholder } = field;
  const offered = optionsOf(options);
  const chosen = offered.filter(({ value }) => initial.includes(value ?? ""));
  return input(field, {
    type: "multi_static_select",
    action_id: idOf(field.actionId),
    options: offered,
    ...(chosen.length > 0 && { initial_options: chosen }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, limits.placeholder) }),
  });
}

/** Boxes to tick, ten at most; `initial` holds the values of those that are ticked already. */
export function checkboxesInput(field: Field & { options: Option[]; initial?: string[] }): InputBlock {
  const offered = optionsOf(field.options);
  const chosen = offered.filter(({ value }) => field.initial?.includes(value ?? ""));
  return input(field, {
    type: "checkboxes",
    action_id: idOf(field.actionId),
    options: offered,
    ...(chosen.length > 0 && { initial_options: chosen }),
  });
}

function optionsOf(options: Option[]): PlainTextOption[] {
  if (options.length === 0 || options.length > limits.options) throw new RangeError("a menu has 1 to 100 options");
  return options.map(toOption);
}

function input(field: Field, element: InputBlock["element"]): InputBlock {
  return {
    type: "input",
    block_id: idOf(field.blockId),
    label: plain(field.label, limits.inputLabel),
    element,
    optional: field.optional ?? false,
    ...(field.hint === undefined ? {} : { hint: plain(field.hint, limits.inputHint) }),
  };
}

function toOption({ text, value }: Option): PlainTextOption {
  return { text: plain(text, limits.optionText), value: idOf(value, limits.optionValue) };
}

/** A view that asks. `submit` is the words on its button; null for one that only shows. */
export function modal(view: {
  callbackId: string;
  title: string;
  submit: string | null;
  blocks: KnownBlock[];
  privateMetadata?: string;
}): ModalView {
  const { callbackId, title, submit, blocks, privateMetadata = "" } = view;
  if (blocks.length > limits.viewBlocks) throw new RangeError(`a view has at most ${limits.viewBlocks} blocks`);
  return {
    type: "modal",
    callback_id: idOf(callbackId),
    title: plain(title, limits.viewTitle),
    ...(submit === null ? {} : { submit: plain(submit, limits.viewTitle) }),
    close: plain(submit === null ? "Close" : "Cancel", limits.viewTitle),
    private_metadata: privateMetadata === "" ? "" : idOf(privateMetadata, limits.privateMetadata),
    blocks,
  };
}

/** What a person sees in the app's Home tab. */
export function homeTab(callbackId: string, blocks: KnownBlock[]): HomeView {
  if (blocks.length > limits.viewBlocks) throw new RangeError(`a view has at most ${limits.viewBlocks} blocks`);
  return { type: "home", callback_id: idOf(callbackId), blocks };
}
