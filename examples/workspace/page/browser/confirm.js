import { text, words } from "./blocks/text.js";
import { h } from "./dom.js";

/** Asks before something is done. @returns whether the person agreed; Esc and Cancel mean no */
export function confirmed(asked, see) {
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      dialog.close();
      dialog.remove();
      resolve(yes);
    };
    const yes = asked.style === "danger" ? "button.danger" : "button.primary";
    const dialog = h(
      "dialog.confirm",
      { "aria-labelledby": "confirm-title", oncancel: answer(false) },
      h("h2", { id: "confirm-title" }, words(asked.title) || "Are you sure?"),
      h("div.text", {}, text(asked.text, see)),
      h(
        "div.buttons",
        {},
        h("button.plain-button", { type: "button", onclick: answer(false) }, words(asked.deny) || "Cancel"),
        h(yes, { type: "button", autofocus: true, onclick: answer(true) }, words(asked.confirm) || "Yes"),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
