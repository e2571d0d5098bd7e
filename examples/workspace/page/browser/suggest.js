import { h } from "./dom.js";
import { invite } from "./invite.js";

/** Suggestions while one writes: commands after `/`, the words a command knows, people after `@`. */
export function suggestions(app, input, { thread }) {
  const box = h("div.suggestions", { role: "listbox", id: `suggest-${thread ? "thread" : "main"}`, hidden: true });
  let [offers, at, isWhole] = [[], 0, false];
  for (const [key, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": box.id,
    "aria-expanded": "false",
  }))
    input.setAttribute(key, value);

  const show = (found) => {
    offers = found.filter(({ isTyped }) => !isTyped);
    [at, isWhole] = [0, offers.length < found.length];
    box.hidden = offers.length === 0;
    input.setAttribute("aria-expanded", String(offers.length > 0));
    mark();
  };
  const mark = () => {
    const option = (offer, index) => {
      const props = { role: "option", id: `${box.id}-${index}`, "aria-selected": String(index === at) };
      const take = (event) => {
        event.preventDefault();
        accept(offer);
      };
      return h(
        `div.offer${index === at ? ".here" : ""}`,
        { ...props, onpointerdown: take },
        h("strong", {}, offer.words),
        h("small", {}, offer.note),
      );
    };
    box.replaceChildren(...offers.map(option));
    if (offers.length > 0) input.setAttribute("aria-activedescendant", `${box.id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const accept = ({ from, words }) => {
    const end = input.selectionStart;
    input.setRangeText(`${words} `, from, end, "end");
    input.dispatchEvent(new Event("input"));
    input.focus();
  };

  input.addEventListener("input", () => show(offersFor(app, input.value.slice(0, input.selectionStart), thread)));
  input.addEventListener("blur", () => show([]));
  input.addEventListener("keydown", (event) => {
    if (offers.length === 0) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      at = (at + steps[event.key] + offers.length) % offers.length;
      isWhole = false;
      mark();
    } else if (event.key === "Escape") show([]);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !isWhole)) accept(offers[at]);
    else return;
    event.preventDefault();
  });
  return box;
}

/** What would fit at the cursor; one that is written out already is marked: then Enter sends what is typed. */
function offersFor({ seen }, before, thread) {
  const mention = /(?:^|\s)@([\w-]*)$/.exec(before);
  if (mention) return peopleFor(seen, before.length - mention[1].length - 1, mention[1]);
  if (thread || !before.startsWith("/")) return [];
  const [, command, typed] = /^(\/\S*)(?:\s+(\S*))?$/.exec(before) ?? [];
  if (command === undefined) return [];
  if (typed === undefined) return commandsFor(seen, command);
  return ["", ...wordsOf(seen, command)] // a command may stand alone
    .filter((word) => (word === "" ? typed === "" : word.startsWith(typed)))
    .map((words) => ({ words, note: command, from: before.length - typed.length, isTyped: words === typed }));
}

const commandsFor = ({ commands }, typed) =>
  [...commands, invite]
    .filter(({ command }) => command.startsWith(typed))
    .map(({ command, description, usage_hint }) => ({
      words: command,
      note: `${description}  ${usage_hint}`,
      from: 0,
      isTyped: command === typed,
    }));

/** A usage hint such as `run | eval | help` names words. */
const wordsOf = ({ commands }, typed) =>
  (commands.find(({ command }) => command === typed)?.usage_hint ?? "")
    .split("|")
    .map((one) => one.trim().split(" ")[0])
    .filter((one) => /^\w+$/.test(one));

const peopleFor = ({ people }, from, typed) =>
  people
    .filter(({ name, deleted }) => !deleted && name.startsWith(typed.toLowerCase()) && name !== typed)
    .map(({ name, realName, title, isBot }) => ({
      words: `@${name}`,
      note: isBot ? `${realName}, app` : [realName, title].filter(Boolean).join(", "),
      from,
    }));
