import { h, region } from "./dom.js";
import { avatar } from "./people.js";

/** Channels, the app, and the people one can be. */
export function drawSidebar(app) {
  const { seen, place } = app;
  const { team, teams, channels, people } = seen;
  const shown = [
    team,
    teams,
    channels.map(({ members: _m, ...one }) => one),
    people,
    place.user,
    place.channel,
    seen.app,
  ];
  region(document.querySelector("#sidebar"), shown, () => [
    h(
      "div.team",
      {},
      h("span.team-mark", { "aria-hidden": "true" }),
      h("strong", {}, team.name),
      h("small", {}, "on this machine", others(seen)),
    ),
    h(
      "div.places",
      {},
      heading("Channels"),
      channels.filter(({ kind }) => kind !== "im").map((one) => channelRow(app, one)),
      none(channels),
      appPart(app),
    ),
    peoplePart(app),
  ]);
}

/** The other teams that have installed the app, each a page of its own. */
const others = ({ teams, team }) =>
  teams.filter(({ id }) => id !== team.id).map(({ id, name }) => [" · ", h("a", { href: `/?team=${id}` }, name)]);

const heading = (words) => h("h2", {}, words);
const none = (channels) => (channels.some(({ kind }) => kind !== "im") ? null : h("p.none", {}, "In no channel yet."));

function channelRow(app, { id, name, unread, mentions, archived, kind }) {
  const isHere = app.place.channel === id;
  const sign = archived ? "▢" : kind === "channel" ? "#" : "◆";
  const label = `${name}${unread > 0 ? `, ${unread} unread` : ""}`;
  return row({ isHere, isNew: unread > 0, label, key: id, go: () => app.go({ channel: id, thread: undefined }) }, [
    h("span.sign", { "aria-hidden": "true" }, sign),
    h("span.name", {}, name),
    badge(mentions),
  ]);
}

const badge = (n) => (n > 0 ? h("span.badge", { title: `${n} for you` }, String(n)) : null);

function row({ isHere, isNew, label, key, go }, children) {
  const look = `${isHere ? ".here" : ""}${isNew ? ".new" : ""}`;
  const aria = { "aria-label": label, "aria-current": isHere ? "page" : undefined, "data-focus": `place-${key}` };
  return h(`button.row${look}`, { type: "button", onclick: go, ...aria }, children);
}

/** The app: its Home, and the messages between it and this person. */
function appPart(app) {
  const { seen, place } = app;
  const bot = seen.people.find(({ id }) => id === seen.bot.userId);
  const messages = seen.channels.find(({ id }) => id === seen.app);
  const to = (channel) => () => app.go({ channel, thread: undefined });
  return [
    heading("Apps"),
    h("div.app-name", {}, avatar(bot, "small"), h("span", {}, bot.realName)),
    row(
      { isHere: place.channel === "home", label: `${bot.realName}, Home`, key: "home", go: to("home") },
      h("span.name.inset", {}, "Home"),
    ),
    row(
      {
        isHere: place.channel === seen.app,
        isNew: messages?.unread > 0,
        label: `${bot.realName}, Messages`,
        key: "app",
        go: to(seen.app),
      },
      [h("span.name.inset", {}, "Messages"), badge(messages?.mentions ?? 0)],
    ),
  ];
}

/** Everybody one can be; what waits for each stands beside the name. */
function peoplePart(app) {
  const { seen, place } = app;
  const all = seen.people.filter(({ isBot, deleted }) => !isBot && !deleted);
  return h(
    "div.people",
    { role: "group", "aria-label": "Who you are" },
    heading("You are"),
    all.map((one) => {
      const isHere = one.id === place.user;
      const aria = {
        "aria-pressed": String(isHere),
        "aria-label": `${one.realName}${one.title ? `, ${one.title}` : ""}`,
      };
      const who = { type: "button", onclick: () => app.become(one.id), "data-focus": `person-${one.id}`, ...aria };
      const name = h("span.name", {}, one.realName, one.title ? h("small", {}, one.title) : null);
      return h(
        `button.row.person${isHere ? ".here" : ""}`,
        who,
        avatar(one, "small"),
        name,
        isHere ? null : badge(one.waiting),
      );
    }),
  );
}
