import { block } from "./blocks/index.js";
import { mrkdwn } from "./blocks/mrkdwn.js";
import { momentOf, timeOf } from "./dates.js";
import { h } from "./dom.js";
import { messageMenu } from "./message_menu.js";
import { avatar } from "./people.js";
import { seeMessage } from "./see.js";
import { act } from "./server.js";

/** One message, with what can be done about it. @param follows whether the one before is by the same person, just now */
export function drawMessage(app, message, { follows = false, inThread = false }) {
  const person = app.seen.people.find(({ id }) => id === message.user);
  const see = seeMessage(app, message);
  const look = `${message.onlyYou ? ".only-you" : ""}${follows ? ".follows" : ""}`;
  return h(
    `article.message${look}`,
    {
      "aria-label": `${person?.realName ?? message.user}, ${timeOf(Number(message.ts))}`,
      tabindex: -1,
      "data-ts": message.ts,
    },
    h("div.gutter", {}, follows ? h("time.late", {}, timeOf(Number(message.ts))) : avatar(person)),
    h(
      "div.content",
      {},
      message.onlyYou ? h("p.only-you-note", {}, "Only visible to you", dismiss(app, message)) : null,
      message.broadcast && !inThread ? h("p.only-you-note", {}, "replied to a thread") : null,
      follows ? null : by(person, message),
      h("div.body", {}, body(message, see)),
      message.edited && follows ? h("span.edited", {}, "(edited)") : null,
      message.growing ? growing(app, message) : null,
      inThread ? null : answers(app, message),
    ),
    message.onlyYou ? null : tools(app, message, inThread),
  );
}

function by(person, { ts, user, bot, edited }) {
  const at = Number(ts);
  return h(
    "header.by",
    {},
    h("strong", {}, person?.realName ?? user),
    bot ? h("span.tag", {}, "APP") : person?.title ? h("span.title", {}, person.title) : null,
    h("time", { datetime: new Date(at * 1000).toISOString(), title: momentOf(at) }, timeOf(at)),
    edited ? h("span.edited", {}, "(edited)") : null,
  );
}

/** The blocks; without any, the text; then what is attached. */
function body(message, see) {
  const blocks = message.blocks.map((one) => block(one, see));
  const said = blocks.length > 0 ? blocks : message.text === "" ? [] : [h("div.text", {}, mrkdwn(message.text, see))];
  return [
    ...said,
    ...(message.attachments ?? []).map((one) => attachment(one, see)),
    ...(message.files ?? []).map(file),
  ];
}

function attachment(one, see) {
  const blocks = (one.blocks ?? []).map((each) => block(each, see));
  const lines = [one.pretext, one.title, one.text]
    .filter(Boolean)
    .map((words) => h("div.text", {}, mrkdwn(words, see)));
  const fallback = blocks.length + lines.length === 0 ? h("div.text", {}, one.fallback ?? "") : null;
  return h("div.attachment", {}, blocks, lines, fallback);
}

function file({ title, name, url_private: url, alt_txt: alt, mimetype }) {
  const isPicture = String(mimetype).startsWith("image/");
  const link = h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title || name);
  return h(
    "figure.picture",
    {},
    isPicture ? h("img", { src: url, alt: alt || title || name }) : null,
    h("figcaption", {}, link),
  );
}

function answers(app, { ts, channel, replies, answeredBy = [], answeredAt }) {
  if (!replies) return null;
  const people = answeredBy.map((id) =>
    avatar(
      app.seen.people.find((one) => one.id === id),
      "tiny",
    ),
  );
  const words = `${replies} ${replies === 1 ? "reply" : "replies"}`;
  const open = () => app.go({ channel, thread: ts });
  const last = h("small", {}, `last at ${timeOf(Number(answeredAt))}`);
  return h(
    "button.answers",
    { type: "button", onclick: open, "data-focus": `answers-${ts}` },
    people,
    h("span", {}, words),
    last,
  );
}

function tools(app, message, inThread) {
  const reply = () => app.go({ channel: message.channel, thread: message.thread_ts ?? message.ts });
  const button = (label, sign, onclick) =>
    h(
      "button.quiet",
      { type: "button", "aria-label": label, title: label, onclick, "data-focus": `${label}-${message.ts}` },
      sign,
    );
  return h(
    "div.tools",
    {},
    inThread ? null : button("Reply in thread", "↩", reply),
    button("More actions", "⋯", (event) => messageMenu(app, message, event.currentTarget)),
  );
}

const growing = (app, { channel, ts }) =>
  h(
    "p.growing",
    { role: "status" },
    "is writing …",
    stopButton(() => act("stop", { user: app.place.user, channel, ts })),
  );

const stopButton = (stop) => h("button.link", { type: "button", onclick: () => void stop() }, "Stop");

const dismiss = (app, { ts }) =>
  h("button.link", { type: "button", onclick: () => void act("dismiss", { user: app.place.user, ts }) }, "Dismiss");
