import { type Fields, fieldsIn, isFields, wordsOf } from "./fields.ts";
import type { StateValues } from "./model.ts";
import { type Names, plainOf, wrapped } from "./mrkdwn.ts";
import { richWords } from "./rich_words.ts";
import { chartLines, tableLines } from "./table_words.ts";
import { wordsHeld } from "./values.ts";

/** What a person sees in Slack, as lines of text. */

export type Renderable = {
  text: string;
  blocks?: Fields[] | undefined;
  ts?: string;
  user?: string;
  edited?: unknown;
  bot_id?: string | undefined;
  /** The one person who sees it. */
  onlyTo?: string;
};

const columns = 110;

/** A message: who and when, then what it says; with blocks the blocks, else the text. Times are UTC. */
export function renderMessage(message: Renderable, names: Names = {}): string {
  const who = names[message.user ?? ""] ?? message.user ?? "helix";
  const time = message.ts ? `  ${new Date(Number(message.ts) * 1000).toISOString().slice(11, 16)}` : "";
  const only = message.onlyTo ? `  only visible to ${names[message.onlyTo] ?? message.onlyTo}` : "";
  const head = `${who}${message.bot_id ? " (app)" : ""}${time}${message.edited ? " (edited)" : ""}${only}`;
  return [head, ...bodyLines(message, names).map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}

/** A thread: its first message, then the replies, set off. */
export function renderThread(messages: Renderable[], names: Names = {}): string {
  const [root, ...replies] = messages;
  if (!root) return "";
  const reply = (message: Renderable): string =>
    renderMessage(message, names).replaceAll(/^/gm, "    │ ").replaceAll(/ +$/gm, "");
  return [renderMessage(root, names), ...replies.map(reply)].join("\n");
}

/** A modal or Home: title, blocks with what stands in the fields, complaints, and the buttons at the bottom. */
export function renderView(view: Fields, names: Names = {}): string {
  const values = isFields(view.state) ? (view.state.values as StateValues) : {};
  const errors = isFields(view.errors) ? view.errors : {};
  const bottom = [view.submit, view.close]
    .map(wordsOf)
    .filter((words) => words !== "")
    .map((words) => `[ ${words} ]`);
  const title = wordsOf(view.title);
  const body = fieldsIn(view.blocks).flatMap((block) => {
    const error = errors[String(block.block_id)];
    return [...blockLines(block, names, values), ...(error === undefined ? [] : [`  ! ${error}`])];
  });
  return [
    `┌ ${title || "Home"}`,
    ...[...body, bottom.join("  ")].filter((line) => line !== "").map((line) => `│ ${line}`),
    "└",
  ].join("\n");
}

function bodyLines({ text, blocks }: Renderable, names: Names): string[] {
  return blocks && blocks.length > 0
    ? blocks.flatMap((block) => blockLines(block, names))
    : wrapped(plainOf(text, names), columns);
}

function blockLines(block: Fields, names: Names, values: StateValues = {}): string[] {
  const read = (text: unknown): string => textWords(text, names);
  switch (block.type) {
    case "header":
      return [read(block.text), "─".repeat(Math.min(read(block.text).length, columns))];
    case "section":
      return sectionLines(block, names);
    case "context":
      return wrapped(
        fieldsIn(block.elements)
          .map((one) => (one.type === "image" ? `[${one.alt_text}]` : read(one)))
          .join("  ·  "),
        columns,
      );
    case "actions":
    case "context_actions":
      return wrapped(
        fieldsIn(block.elements)
          .map((one) => elementWords(one, block, values))
          .join("  "),
        columns,
      );
    case "divider":
      return ["┄".repeat(40)];
    case "image":
      return [`[image: ${block.alt_text}]`];
    case "rich_text":
      return wrapped(richWords(block, names), columns);
    case "markdown":
      return wrapped(String(block.text), columns);
    case "alert":
      return wrapped(`! ${read(block.text)}`, columns);
    case "table":
    case "data_table":
      return tableLines(block, names);
    case "data_visualization":
      return chartLines(block);
    case "input":
      return inputLines(block, names, values);
    case "card":
      return cardLines(block, names);
    case "carousel":
      return fieldsIn(block.elements).flatMap((card) => cardLines(card, names));
    case "container":
      return [
        read(block.title),
        ...fieldsIn(block.child_blocks).flatMap((child) => blockLines(child, names).map((line) => `  ${line}`)),
      ];
    case "plan":
      return [String(block.title), ...fieldsIn(block.tasks).flatMap((task) => taskLines(task, names))];
    case "task_card":
      return taskLines(block, names);
    default:
      return [`[${String(block.type)}]`];
  }
}

/** Plain text is shown as it is; markup is resolved. */
function textWords(text: unknown, names: Names): string {
  return isFields(text) && text.type === "mrkdwn" ? plainOf(wordsOf(text), names) : wordsOf(text);
}

function sectionLines(block: Fields, names: Names): string[] {
  const text = block.text === undefined ? [] : wrapped(textWords(block.text, names), columns);
  const accessory = isFields(block.accessory) ? [elementWords(block.accessory, block, {})] : [];
  return [...text, ...sideBySide(fieldsIn(block.fields).map((field) => textWords(field, names))), ...accessory];
}

/** Fields stand in two columns. */
function sideBySide(texts: string[]): string[] {
  const half = columns / 2 - 2;
  const cells = texts.map((text) => wrapped(text, half));
  return cells.flatMap((left, index) => {
    if (index % 2 === 1) return [];
    const right = cells[index + 1] ?? [];
    const height = Math.max(left.length, right.length);
    return Array.from({ length: height }, (_, row) =>
      `${(left[row] ?? "").padEnd(half)}  ${right[row] ?? ""}`.trimEnd(),
    );
  });
}

const marks: Record<string, string> = { pending: "○", in_progress: "◐", complete: "●", error: "✗" };

function taskLines(task: Fields, names: Names): string[] {
  const more = [task.details, task.output]
    .filter(isFields)
    .flatMap((part) => wrapped(richWords(part, names), columns - 4));
  return [`${marks[String(task.status)] ?? "○"} ${task.title}`, ...more.map((line) => `    ${line}`)];
}

function cardLines(card: Fields, names: Names): string[] {
  const words = [card.title, card.subtitle, card.body, card.subtext]
    .map((text) => textWords(text, names))
    .filter((text) => text !== "");
  const buttons = fieldsIn(card.actions)
    .map((button) => elementWords(button, card, {}))
    .join("  ");
  return [...words.flatMap((text) => wrapped(text, columns)), ...(buttons === "" ? [] : [buttons])];
}

function inputLines(block: Fields, names: Names, values: StateValues): string[] {
  const element = isFields(block.element) ? block.element : {};
  const hint = block.hint === undefined ? [] : wrapped(`(${textWords(block.hint, names)})`, columns);
  const optional = block.optional === true ? " (optional)" : "";
  return [
    `${wordsOf(block.label)}${optional}`,
    ...wrapped(elementWords(element, block, values), columns).map((line) => `  ${line}`),
    ...hint,
  ];
}

/** A button as `[ Approve ]`, anything else with what stands in it, or what it asks for. */
function elementWords(element: Fields, block: Fields, values: StateValues): string {
  if (element.type === "feedback_buttons") {
    return [element.positive_button, element.negative_button]
      .map((one) => `[ ${wordsOf(isFields(one) ? one.text : "")} ]`)
      .join("  ");
  }
  if (element.type === "overflow") return "[ … ]";
  if (element.type === "image") return `[${element.alt_text}]`;
  if (element.text !== undefined) return `[ ${wordsOf(element.text)} ]`;
  const held = wordsHeld(values[String(block.block_id)]?.[String(element.action_id)]);
  return `[ ${held || wordsOf(element.placeholder) || " "} ]`;
}
