import { h, region } from "./dom.js";
import { toEnd } from "./ending.js";
import { bringIn, invite, isInvite, notThere } from "./invite.js";
import { menu } from "./menu.js";
import { act, trouble } from "./server.js";
import { suggestions } from "./suggest.js";
import { toast } from "./toast.js";

const drafts = new Map();

/** Where one writes. What was begun stays with its place. @param thread the thread it answers in, if any */
export function drawComposer(app, element, { channel, thread, label }) {
  const { user } = app.place;
  const key = [user, channel, thread].join("/");
  region(element, [key, label, app.seen.shortcuts], () => composer(app, { user, channel, thread, label, key }));
}

function composer(app, { user, channel, thread, label, key }) {
  const input = h("textarea", {
    rows: 1,
    placeholder: label,
    "aria-label": label,
    "data-focus": `composer-${thread ? "thread" : "main"}`,
  });
  input.value = drafts.get(key) ?? "";
  const grow = () => {
    drafts.set(key, input.value);
    input.style.height = "auto";
    input.style.height = `${Math.min(200, input.scrollHeight)}px`;
  };
  const help = suggestions(app, input, { thread });
  const send = async () => {
    const text = input.value.trim();
    if (text === "") return;
    const problem = refusal(app, text, thread);
    if (problem) return toast(problem);
    input.value = "";
    input.dispatchEvent(new Event("input"));
    toEnd(input.closest("main, aside").querySelector("[role=log]"));
    await sent(app, { user, channel, thread, text });
  };
  input.addEventListener("input", grow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    void send();
  });
  const row = [
    thread ? null : shortcutsButton(app, user),
    h("span.keys", {}, "Enter sends · Shift+Enter starts a new line"),
  ];
  const button = h("button.send", { type: "button", "aria-label": "Send", onclick: send }, "Send");
  requestAnimationFrame(() => {
    grow();
    if (document.activeElement === document.body) input.focus();
  });
  return h("div.composer", {}, help, input, h("div.composer-row", {}, row, button));
}

/** What Slack itself refuses, before the app hears of it. */
function refusal(app, text, thread) {
  const command = /^\/\S+/.exec(text)?.[0];
  if (!command) return undefined;
  if (thread) return `${command} is not supported in threads. Mention the app instead.`;
  const known = app.seen.commands;
  const isKnown = known.length === 0 || [...known, invite].some((one) => one.command === command);
  return isKnown
    ? undefined
    : `${command} is not a valid command. There is ${known.map((one) => one.command).join(", ")}.`;
}

async function sent(app, { user, channel, thread, text }) {
  if (isInvite(text)) return bringIn(app, { user, channel, text });
  const isCommand = text.startsWith("/");
  const result = await act(isCommand ? "command" : "say", { user, channel, text, thread });
  const problem = trouble(result, app.appName()) ?? (isCommand ? undefined : notThere(app, { channel, text }));
  if (problem) toast(isCommand ? `${text.split(/\s/)[0]} failed. ${problem}` : problem);
  else if (channel === app.seen.app && !thread && !isCommand) void app.go({ thread: result.ts });
}

/** The app's global shortcuts. */
function shortcutsButton(app, user) {
  const all = app.seen.shortcuts.filter(({ type }) => type === "global");
  if (all.length === 0) return null;
  const choose = (callbackId) => async () => {
    const problem = trouble(await act("shortcut", { user, callbackId }), app.appName());
    if (problem) toast(problem);
  };
  const items = all.map(({ name, description, callback_id }) => ({
    label: name,
    note: description,
    act: choose(callback_id),
  }));
  const props = { type: "button", "aria-haspopup": "menu", "data-focus": "shortcuts" };
  return h(
    "button.quiet.shortcuts",
    { ...props, onclick: (event) => menu(event.currentTarget, items) },
    "⚡ Shortcuts",
  );
}
