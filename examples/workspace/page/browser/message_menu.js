import { unescaped } from "./blocks/mrkdwn.js";
import { confirmed } from "./confirm.js";
import { h } from "./dom.js";
import { menu } from "./menu.js";
import { act, trouble } from "./server.js";
import { toast } from "./toast.js";

/** What can be done with a message: the app's own shortcuts, its link, and, with one's own, changing or deleting it. */
export function messageMenu(app, message, anchor) {
  const { user } = app.place;
  const { channel, ts } = message;
  const does = async (name, more) => {
    const problem = trouble(await act(name, { user, channel, ts, ...more }), app.appName());
    if (problem) toast(problem);
  };
  const shortcuts = app.seen.shortcuts
    .filter(({ type }) => type === "message")
    .map(({ name, callback_id }) => ({
      label: name,
      note: app.appName(),
      act: () => does("shortcut", { callbackId: callback_id }),
    }));
  const own = message.user === user ? ownItems(app, message, does) : [];
  menu(anchor, [...shortcuts, { label: "Copy link", act: () => copy(linkTo(message)) }, ...own]);
}

function linkTo({ channel, ts, thread_ts }) {
  const thread = thread_ts ? `?thread_ts=${thread_ts}&cid=${channel}` : "";
  return `${location.origin}/archives/${channel}/p${ts.replace(".", "")}${thread}`;
}

const copy = (words) => navigator.clipboard.writeText(words).catch(() => toast(words));

function ownItems(app, message, does) {
  const remove = async () => {
    const asked = {
      title: { text: "Delete this message?" },
      text: { text: "It is gone for everybody." },
      confirm: { text: "Delete" },
      style: "danger",
    };
    if (await confirmed(asked, {})) await does("delete");
  };
  return [
    { label: "Edit message", act: () => rephrase(asTyped(app, message), (text) => does("edit", { text })) },
    { label: "Delete message", danger: true, act: remove },
  ];
}

/** People by their names again, as they were typed. */
const asTyped = (app, { text }) =>
  unescaped(
    text.replace(/<@(\w+)>/g, (mention, id) => {
      const name = app.seen.people.find((one) => one.id === id)?.name;
      return name ? `@${name}` : mention;
    }),
  );

function rephrase(words, save) {
  const input = h("textarea.control", { rows: 4, "aria-label": "Message" });
  input.value = words;
  const close = () => {
    dialog.close();
    dialog.remove();
  };
  const done = () => {
    close();
    save(input.value);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    done();
  });
  const buttons = [
    h("button.plain-button", { type: "button", onclick: close }, "Cancel"),
    h("button.primary", { type: "button", onclick: done }, "Save"),
  ];
  const dialog = h(
    "dialog.confirm",
    { oncancel: close },
    h("h2", {}, "Edit message"),
    input,
    h("div.buttons", {}, buttons),
  );
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
}
