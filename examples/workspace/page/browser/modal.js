import { block } from "./blocks/index.js";
import { words } from "./blocks/text.js";
import { h } from "./dom.js";
import { seeView } from "./see.js";
import { act, trouble } from "./server.js";

/** The modal on top. What one typed stays when the app updates it, and while another one lies over it. */
const drafts = new Map();
const dialog = document.querySelector("#modal");
let shown = { id: undefined, signature: undefined, fields: new Map() };

export function drawModal(app) {
  const view = app.seen.views.at(-1);
  if (!view) return leave();
  const signature = JSON.stringify([view.id, view.hash, view.errors, app.place.user]);
  if (signature === shown.signature) return;
  remember();
  const isNew = shown.id !== view.id;
  const focused = isNew ? undefined : document.activeElement?.dataset.focus;
  shown = { id: view.id, signature, fields: new Map() };
  dialog.replaceChildren(drawn(app, view, app.seen.views.length > 1));
  recall(view.id);
  if (!dialog.open) dialog.showModal();
  focus(focused);
}

function leave() {
  drafts.clear();
  shown = { id: undefined, signature: undefined, fields: new Map() };
  if (dialog.open) dialog.close();
}

/** Keeps what stands in the fields, by block and type. */
function remember() {
  for (const [block_id, { made, type }] of shown.fields) drafts.set(`${shown.id}/${block_id}/${type}`, made.read());
}

function recall(id) {
  for (const [block_id, { made, type }] of shown.fields) {
    const draft = drafts.get(`${id}/${block_id}/${type}`);
    if (draft !== undefined) made.write(draft);
  }
}

function focus(key) {
  const same = key && [...dialog.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === key);
  const wrong = dialog.querySelector("[aria-invalid]");
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".modal-body :is(input, textarea, select)");
  (wrong ?? (same || first) ?? dialog.querySelector("footer button:last-child"))?.focus();
  if (wrong) showWhole(wrong);
}

/** A field with what is wrong about it: the complaint stands below what has the focus. */
const showWhole = (control) => control.closest(".field")?.scrollIntoView({ block: "nearest" });

const answers = () => Object.fromEntries([...shown.fields].map(([id, { made }]) => [id, made.read()]));

function drawn(app, view, isStacked) {
  const problem = h("p.problem", { role: "alert", hidden: true });
  const complain = (said) => {
    problem.textContent = said;
    problem.hidden = false;
  };
  const typeOf = (id) => view.blocks.find((one) => one.block_id === id)?.element?.type;
  const holds = (id, made) => shown.fields.set(id, { made, type: typeOf(id) });
  const see = seeView(app, view, { holds, answers, complain });
  const user = app.place.user;
  const close = () => void act("close", { user, viewId: view.id });
  dialog.oncancel = (event) => {
    event.preventDefault();
    close();
  };
  const submit = async (event) => {
    event.preventDefault();
    form.classList.add("sending");
    problem.hidden = true;
    const result = await act("submit", { user, viewId: view.id, values: answers() });
    form.classList.remove("sending");
    if (result.errors && !result.delivery) showErrors(form, result.errors);
    else if (trouble(result, app.appName())) complain(trouble(result, app.appName()));
  };
  const form = h(
    "form.modal",
    { novalidate: true, onsubmit: submit },
    h("header", {}, h("h2", {}, words(view.title)), closeButton(isStacked, close)),
    h(
      "div.modal-body",
      {},
      problem,
      view.blocks.map((one) => block(one, see)),
    ),
    h(
      "footer",
      {},
      h("button.plain-button", { type: "button", onclick: close }, words(view.close) || "Cancel"),
      view.submit ? h("button.primary.submit", { type: "submit" }, words(view.submit)) : null,
    ),
  );
  return form;
}

const closeButton = (isStacked, close) =>
  h(
    "button.quiet.close",
    { type: "button", "aria-label": isStacked ? "Back" : "Close", onclick: close },
    isStacked ? "‹" : "×",
  );

/** What the workspace itself refuses to send, said at the fields in place of what was said there before. */
function showErrors(form, errors) {
  for (const old of form.querySelectorAll(".field p.error")) old.remove();
  for (const old of form.querySelectorAll(".field.wrong")) old.classList.remove("wrong");
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
  for (const [block_id, said] of Object.entries(errors)) {
    const made = shown.fields.get(block_id)?.made;
    const field = made?.control.closest(".field");
    field?.classList.add("wrong");
    made?.input.setAttribute("aria-invalid", "true");
    made?.control.after(h("p.error", { role: "alert" }, h("span", { "aria-hidden": "true" }, "⚠ "), said));
  }
  const first = form.querySelector("[aria-invalid]");
  first?.focus();
  if (first) showWhole(first);
}
