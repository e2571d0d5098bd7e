import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  RichTextBlock,
  SectionBlock,
} from "@slack/types";
import { fitBlocks } from "./kit/border.ts";
import { joined, markupOf, type Words } from "./kit/markup.ts";
import { hasNewer, newestBlocks, type Part, plainBlocks } from "./kit/newer.ts";
import { filled, idOf, marked, plain } from "./kit/objects.ts";
import { clean, cut } from "./kit/text.ts";
import { limits } from "./limits.ts";

/**
 * The one place that makes Block Kit: it escapes, cleans and keeps Slack's limits, so nobody else has to.
 * A `string` given to a builder is shown as it is; only `mrkdwn` and its helpers make markup.
 */
export { type Chart, chart, chartWords } from "./kit/chart.ts";
export { type DataTable, dataTable, figure, tableWords } from "./kit/data-table.ts";
export {
  checkboxesInput,
  homeTab,
  modal,
  multiSelectInput,
  optionsOffered,
  searchInput,
  selectInput,
  textInput,
} from "./kit/inputs.ts";
export {
  bold,
  code,
  date,
  inChannel,
  joined,
  link,
  type Markup,
  mention,
  mrkdwn,
  people,
  type Words,
} from "./kit/markup.ts";
export type { Part } from "./kit/newer.ts";
export { plain } from "./kit/objects.ts";
export { clean, cut, escapeText } from "./kit/text.ts";
export { wholeLines } from "./kit/whole-lines.ts";

/** What goes to Slack: `text` is what notifications and screen readers say, in a full sentence. */
export type Message = {
  text: string;
  blocks: KnownBlock[];
  /** The same for a Slack that does not take all kinds of blocks; absent where it needs nothing new. */
  plain?: KnownBlock[];
};

/** The last border: fills, cleans and fits text (≤ 3,900) and blocks (≤ 50, ≤ 13,000 characters of JSON); says what it cut. */
export function message(text: Words, parts: Part[]): Message {
  return {
    text: cut(filled(tidy(markupOf(text))), limits.messageText),
    blocks: fitBlocks(newestBlocks(parts)),
    ...(hasNewer(parts) && { plain: fitBlocks(plainBlocks(parts)) }),
  };
}

/** A message with a line of small words before it, in all its forms: what it says is escaped already. */
export function ledBy(words: Words, { text, blocks, plain: plainForm }: Message): Message {
  const lead = context(words);
  return {
    text: cut(`${markupOf(words)}. ${text}`, limits.messageText),
    blocks: fitBlocks([lead, ...blocks]),
    ...(plainForm && { plain: fitBlocks([lead, ...plainForm]) }),
  };
}

/** A template leaves spaces where it had nothing to say. */
const tidy = (text: string): string => text.replace(/ {2,}/g, " ").trim();

export function header(text: string): HeaderBlock {
  return { type: "header", text: plain(text, limits.header) };
}

/** A paragraph, with a button beside it if one is given. */
export function section(text: Words, accessory?: Button): SectionBlock {
  return {
    type: "section",
    text: marked(text, limits.sectionText),
    expand: true,
    ...(accessory === undefined ? {} : { accessory }),
  };
}

/** Pairs of name and value in two columns, ten at most; more are counted in the last one. */
export function fields(pairs: [name: string, value: Words][]): SectionBlock {
  const over = pairs.length > limits.fields ? pairs.length - limits.fields + 1 : 0;
  const shown = pairs.slice(0, pairs.length - over).map(([name, value]) => field(name, value));
  const rest = over > 0 ? [marked(`… (cut, ${over} more fields)`, limits.fieldText)] : [];
  return { type: "section", fields: shown.length + rest.length > 0 ? [...shown, ...rest] : [field("", "")] };
}

function field(name: string, value: Words) {
  const title = cut(filled(clean(name)).replaceAll("*", "∗").replace(/\s+/g, " "), limits.fieldName);
  return marked(joined([`*${title}*`, filledWords(value)], "\n"), limits.fieldText);
}

function filledWords(words: Words): Words {
  return markupOf(words).trim() === "" ? "–" : words;
}

/** Small grey words below what they belong to. */
export function context(...words: Words[]): ContextBlock {
  const fitting = words.length <= limits.contextElements ? words : [joined(words, " · ")];
  const shown = fitting.length === 0 ? [""] : fitting;
  return { type: "context", elements: shown.map((each) => marked(each, limits.contextText)) };
}

export function divider(): DividerBlock {
  return { type: "divider" };
}

/** A question before an act that cannot be undone. */
export type Confirm = { title: string; text: string; yes: string; no: string };

/** `label` is what a screen reader says where several buttons read alike; `value` carries ids, nothing else. */
export function button(given: {
  text: string;
  actionId: string;
  value: string;
  style?: "primary" | "danger";
  confirm?: Confirm;
  label?: string;
}): Button {
  const { text, actionId, value, style, confirm, label } = given;
  return {
    type: "button",
    text: plain(text, limits.buttonText),
    action_id: idOf(actionId),
    value: idOf(value, limits.buttonValue),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined ? {} : { confirm: confirmation(confirm, style) }),
    ...(label === undefined ? {} : { accessibility_label: plain(label, limits.buttonLabel).text }),
  };
}

function confirmation({ title, text, yes, no }: Confirm, style?: "primary" | "danger"): ConfirmationDialog {
  return {
    title: plain(title, limits.confirmTitle),
    text: plain(text, limits.confirmText),
    confirm: plain(yes, limits.confirmButton),
    deny: plain(no, limits.confirmButton),
    ...(style === undefined ? {} : { style }),
  };
}

/** Buttons in a row. */
export function actions(...elements: Button[]): ActionsBlock {
  if (elements.length === 0 || elements.length > limits.actionsElements)
    throw new RangeError("a row has 1 to 25 buttons");
  if (new Set(elements.map((each) => each.action_id)).size < elements.length) {
    throw new RangeError("two buttons of one row have the same action id");
  }
  return { type: "actions", elements };
}

/** Fixed-width text, shown letter by letter: no markup in it is read. */
export function preformatted(text: string): RichTextBlock {
  const shown = cut(filled(clean(text)), limits.preformatted);
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: shown }] }],
  };
}

/** Someone else's words, marked as such and shown letter by letter. */
export function quote(text: string): RichTextBlock {
  const shown = cut(filled(clean(text)), limits.sectionText);
  return { type: "rich_text", elements: [{ type: "rich_text_quote", elements: [{ type: "text", text: shown }] }] };
}
