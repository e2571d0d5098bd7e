import { h } from "../dom.js";
import { files } from "./files.js";
import { search } from "./search.js";
import { text, words } from "./text.js";

/**
 * The control for an element that holds something: `{ control, input, read, write, start }`. `input` is the part of it that
 * has the focus. `read` gives what stands in it as the
 * workspace takes it: text, an option's value, or a list of values. `start` is what stood in it at first.
 */
export function field(one, kept, see, { name, key, described }) {
  const start = answerOf(kept);
  const given = {
    one,
    kept,
    start,
    see,
    name,
    props: { "aria-label": name, "data-focus": key, "aria-describedby": described },
  };
  const made = makers[one.type]?.(given) ?? typed(given, "text");
  const input = made.input ?? made.control;
  if (one.focus_on_load) input.setAttribute("autofocus", "");
  return { ...made, input, start };
}

/** What a value of the view's state says, as an answer. */
function answerOf(kept) {
  const { type: _type, ...rest } = kept ?? {};
  const [held] = Object.values(rest);
  if (Array.isArray(held)) return held.map(plainOf);
  return held === null || held === undefined ? "" : plainOf(held);
}

const plainOf = (held) => (typeof held === "object" ? (held.value ?? held.id ?? richWords(held)) : held);
const richWords = ({ text: own, elements = [] }) => (own ?? "") + elements.map(richWords).join("");

function typed({ one, start, props }, type, more = {}) {
  const control = h("input.control", { type, placeholder: words(one.placeholder), ...props, ...more });
  control.value = start;
  return { control, read: () => control.value, write: (value) => (control.value = value) };
}

function longText({ one, start, props }) {
  const rows = Math.min(16, Math.max(5, String(start).split("\n").length + 1));
  const control = h("textarea.control", { rows, placeholder: words(one.placeholder), ...props });
  control.value = start;
  control.setSelectionRange(0, 0);
  return { control, read: () => control.value, write: (value) => (control.value = value) };
}

const optionsIn = (one) => one.options ?? (one.option_groups ?? []).flatMap(({ options }) => options);

function select({ one, start, props }, options, groups) {
  const choice = ({ value, label }) => h("option", { value }, label);
  const nothing = h("option", { value: "" }, words(one.placeholder) || "Choose…");
  const grouped = groups?.map(({ label, options: own }) => h("optgroup", { label }, own.map(choice)));
  const control = h("select.control", props, nothing, grouped ?? options.map(choice));
  control.value = start;
  return { control, read: () => control.value, write: (value) => (control.value = value) };
}

const plain = (options) => options.map((one) => ({ value: one.value, label: withNote(one) }));
const withNote = ({ text: label, description }) =>
  description ? `${words(label)} (${words(description)})` : words(label);

function staticSelect(given) {
  const groups = given.one.option_groups?.map(({ label, options }) => ({
    label: words(label),
    options: plain(options),
  }));
  return select(given, plain(optionsIn(given.one)), groups);
}

/** Boxes to tick or, with `radio`, one to choose. */
function boxes(given, type, options) {
  const { start, props, see } = given;
  const group = `g${Math.random().toString(36).slice(2)}`;
  const chosen = [start].flat().map(String);
  const box = (option, index) => {
    const input = h("input", {
      type,
      name: group,
      value: option.value,
      "data-focus": index === 0 ? props["data-focus"] : undefined,
    });
    input.checked = chosen.includes(option.value);
    const note = option.description ? h("small", {}, text(option.description, see)) : null;
    return h("label.box", {}, input, h("span", {}, option.node ?? text(option.text, see), note));
  };
  const { "data-focus": _focus, ...aria } = props;
  const control = h("div.boxes", { role: type === "radio" ? "radiogroup" : "group", ...aria }, options.map(box));
  const all = () => [...control.querySelectorAll("input")];
  const read = () => {
    const values = all()
      .filter(({ checked }) => checked)
      .map(({ value }) => value);
    return type === "radio" ? (values[0] ?? "") : values;
  };
  const write = (value) => {
    for (const input of all()) input.checked = [value].flat().includes(input.value);
  };
  return { control, read, write };
}

const many = (options) => (given) =>
  boxes(
    given,
    "checkbox",
    options(given).map((one) => ({ ...one, node: one.label })),
  );
const people = ({ see }) => see.people().map(({ id, realName }) => ({ value: id, label: realName }));
const channels = ({ see }) => see.channels().map(({ id, name }) => ({ value: id, label: `#${name}` }));
const choices = ({ one }) => plain(optionsIn(one));

const makers = {
  plain_text_input: (given) => (given.one.multiline ? longText(given) : typed(given, "text")),
  rich_text_input: longText,
  email_text_input: (given) => typed(given, "email"),
  url_text_input: (given) => typed(given, "url"),
  number_input: (given) => typed(given, "text", { inputmode: given.one.is_decimal_allowed ? "decimal" : "numeric" }),
  datepicker: (given) => typed(given, "date"),
  timepicker: (given) => typed(given, "time"),
  datetimepicker: moment,
  static_select: staticSelect,
  external_select: (given) => search(given, false),
  multi_external_select: (given) => search(given, true),
  file_input: files,
  users_select: (given) => select(given, people(given)),
  channels_select: (given) => select(given, channels(given)),
  conversations_select: (given) => select(given, channels(given)),
  multi_static_select: many(choices),
  multi_users_select: many(people),
  multi_channels_select: many(channels),
  multi_conversations_select: many(channels),
  radio_buttons: (given) => boxes(given, "radio", optionsIn(given.one)),
  checkboxes: (given) => boxes(given, "checkbox", optionsIn(given.one)),
};

/** A day and a time of the viewer's zone; in seconds since 1970 for the app. */
function moment(given) {
  const local = (at) =>
    new Date(at * 1000 - new Date(at * 1000).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const made = typed({ ...given, start: given.start ? local(Number(given.start)) : "" }, "datetime-local");
  return { ...made, read: () => (made.read() ? String(Math.floor(new Date(made.read()).getTime() / 1000)) : "") };
}
