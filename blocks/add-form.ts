import type { InputBlock, KnownBlock, ModalView } from "@slack/types";
import { context, modal, mrkdwn, preformatted, section, selectInput, textInput } from "./kit.ts";
import { limits } from "./limits.ts";
import { programInput } from "./program-menu.ts";

export const addFormId = "add_form";
export const addProgram = "add_program";
export const addInput = "add_input";
export const addLabel = "add_label";

/** The message the form was opened on. */
export interface AddContext {
  channel: string;
  ts: string;
  threadTs: string | null;
  author: string | null;
}

/** One field of a program's signature, as its JSON schema says. */
export interface FormField {
  name: string;
  /** How it is written, where it is not just text. */
  hint: string | null;
  /** What it may be, where that is a short list. */
  choices: string[];
}

export interface AddFormView {
  programs: string[];
  chosen: string;
  inputs: FormField[];
  outputs: FormField[];
  /** What the message fills in, by input field. */
  filled: Record<string, string>;
}

export const addFormLoading = (about: AddContext): ModalView =>
  frame(about, [section("Looking up programs and their fields …")], null);

/** The message's words as inputs of a program, and its label if the person knows it. */
export function addForm(about: AddContext, { programs, chosen, inputs, outputs, filled }: AddFormView): ModalView {
  return frame(
    about,
    [
      programInput(addProgram, programs, chosen),
      ...inputs.flatMap((field) => inputBlocks(chosen, field, filled[field.name] ?? "")),
      section(
        mrkdwn`*The right answer*, if you know it. Left empty, a model drafts it; either way approvers are asked.`,
      ),
      ...outputs.map((field) => fieldBlock(`${addLabel}:${chosen}:${field.name}`, addLabel, field, "", true)),
      context("Nothing enters the dataset before an approver has said that the label is right."),
    ],
    "Ask the approvers",
  );
}

/** A text longer than Slack's box is shown beside it, never cut in it: what is cut would be learned from. */
function inputBlocks(program: string, field: FormField, text: string): KnownBlock[] {
  const isTooLong = text.length > limits.inputText;
  const box = fieldBlock(`${addInput}:${program}:${field.name}`, addInput, field, isTooLong ? "" : text, false);
  if (!isTooLong) return [box];
  const words = `The message has ${text.length} characters, and Slack's box takes ${limits.inputText}: paste the part that is the input. It begins:`;
  return [box, section(words), preformatted(text.slice(0, 500))];
}

/** A box for one field, or a menu where it may be one of a few words. */
export function fieldBlock(blockId: string, actionId: string, field: FormField, initial: string, optional: boolean) {
  const { name, hint, choices } = field;
  const common = { blockId, actionId, label: name, optional };
  return choices.length > 0 && (initial === "" || choices.includes(initial))
    ? choiceBlock(common, choices, initial)
    : textInput({ ...common, multiline: true, initial, ...(hint !== null && { hint }) });
}

const choiceBlock = (
  common: { blockId: string; actionId: string; label: string; optional: boolean },
  choices: string[],
  initial: string,
): InputBlock =>
  selectInput({
    ...common,
    options: choices.map((choice) => ({ text: choice, value: choice })),
    ...(choices.includes(initial) && { initial }),
  });

const frame = (about: AddContext, blocks: KnownBlock[], submit: string | null): ModalView =>
  modal({ callbackId: addFormId, title: "Add to dataset", submit, privateMetadata: JSON.stringify(about), blocks });
