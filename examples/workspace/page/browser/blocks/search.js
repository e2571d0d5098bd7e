import { h } from "../dom.js";
import { words } from "./text.js";

/** Options that the app offered, by menu and value: what was chosen keeps its words when the app draws the form anew. */
const known = new Map();
/** Slack asks the app from this many characters on, unless the app says otherwise. */
const usualLength = 3;
const restMs = 150;

/** A search field whose options come from the app for what is typed; `many` collects several. */
export function search({ one, kept, see, props, name }, many) {
  const key = props["data-focus"];
  const [blockId, actionId] = key.split("/");
  const least = one.min_query_length ?? usualLength;
  const held = [kept?.selected_options ?? kept?.selected_option ?? []].flat();
  let chosen = held.map(learn);
  let [offered, at, asked] = [[], 0, 0];

  const id = `o-${Math.random().toString(36).slice(2)}`;
  const box = h("div.offers", { role: "listbox", id, "aria-label": name, hidden: true });
  const chips = h("span.chips", {});
  const input = h("input", {
    type: "text",
    role: "combobox",
    autocomplete: "off",
    placeholder: words(one.placeholder) || "Search…",
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-expanded": "false",
    ...props,
  });
  const control = h(`div.search.control${many ? ".many" : ""}`, {}, chips, input, box);

  function learn(option) {
    known.set(`${key}/${option.value}`, option);
    return option.value;
  }
  const labelOf = (value) => words(known.get(`${key}/${value}`)?.text) || value;
  const draw = () => {
    chips.replaceChildren(...(many ? chosen.map(chip) : []));
    input.value = many ? "" : chosen.map(labelOf).join("");
    input.hidden = many && chosen.length >= (one.max_selected_items ?? Number.POSITIVE_INFINITY);
  };
  const set = (values) => {
    chosen = values;
    draw();
    show([]);
    control.dispatchEvent(new Event("change"));
  };
  const without = (value) => chosen.filter((other) => other !== value);
  function chip(value) {
    const props = { type: "button", "aria-label": `Remove ${labelOf(value)}`, onclick: () => set(without(value)) };
    return h("span.chip", {}, labelOf(value), h("button.quiet", props, "×"));
  }

  const show = (options, said) => {
    [offered, at] = [options, 0];
    box.hidden = options.length === 0 && !said;
    input.setAttribute("aria-expanded", String(!box.hidden));
    mark(said);
    if (!box.hidden) box.scrollIntoView({ block: "nearest" });
  };
  function mark(said) {
    const row = (option, index) =>
      h(
        `div.offer${index === at ? ".here" : ""}`,
        {
          role: "option",
          id: `${id}-${index}`,
          "aria-selected": String(index === at),
          onpointerdown: (event) => {
            event.preventDefault();
            accept(option);
          },
        },
        h("strong", {}, words(option.text)),
        h("small", {}, words(option.description)),
      );
    box.replaceChildren(...(said ? [h("div.offer.none", { role: "status" }, said)] : offered.map(row)));
    if (offered.length > 0) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
    box.querySelector(".here")?.scrollIntoView({ block: "nearest" });
  }
  function accept(option) {
    const value = learn(option);
    set(many ? [...without(value), value] : [value]);
  }

  async function ask() {
    asked += 1;
    const mine = asked;
    if (input.value.length < least) return show([], least > 0 ? hint(least) : undefined);
    await new Promise((rest) => setTimeout(rest, restMs));
    if (mine !== asked) return;
    const found = await see.offers({ blockId, actionId }, input.value);
    if (mine !== asked || document.activeElement !== input) return;
    const fresh = found.filter(({ value }) => !many || !chosen.includes(value));
    show(fresh, fresh.length === 0 ? "Nothing found." : undefined);
  }
  input.addEventListener("input", ask);
  input.addEventListener("click", ask);
  // What counts as a change is a choice, not what is typed on the way to it.
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("blur", () => {
    asked += 1;
    if (!many && input.value.trim() === "" && chosen.length > 0) set([]);
    else draw();
    show([]);
  });
  input.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Backspace" && many && input.value === "" && chosen.length > 0) set(chosen.slice(0, -1));
    if (event.key === "ArrowDown" && box.hidden) void ask();
    if (box.hidden) return;
    if (event.key in steps && offered.length > 0) {
      at = (at + steps[event.key] + offered.length) % offered.length;
      mark();
    } else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && offered.length > 0) accept(offered[at]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  draw();
  const write = (value) => {
    chosen = [value].flat().filter((each) => each !== "");
    draw();
  };
  return { control, input, read: () => (many ? chosen : (chosen[0] ?? "")), write };
}

const hint = (least) => `Type ${least === 1 ? "a letter" : `${least} letters`} to search.`;
