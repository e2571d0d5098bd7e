import { drawChannel } from "./channel.js";
import { h } from "./dom.js";
import { drawHome } from "./home.js";
import { drawModal } from "./modal.js";
import { placeIn, showPlace } from "./place.js";
import { act, directory, live, look } from "./server.js";
import { drawSidebar } from "./sidebar.js";
import { drawThread } from "./thread.js";
import { toast } from "./toast.js";

/** The page: where it is, what was seen last, and how one moves. It looks again after every change and draws what differs. */
const app = {
  place: placeIn(location),
  seen: undefined,
  appName: () => app.seen.people.find(({ id }) => id === app.seen.bot.userId)?.realName ?? "The app",
  /** Moves to another channel, thread or both. */
  async go(change) {
    const left = app.place.thread;
    app.place = { ...app.place, ...change };
    showPlace(app.place);
    document.body.classList.remove("drawer");
    if ("channel" in change && change.channel !== app.opened) tellOpened();
    await refresh();
    if (left && !app.place.thread) backTo(left);
  },
  /** Becomes somebody else; in the same place, if that person may be there. */
  become(user) {
    const isOwn = app.place.channel === "home" || app.place.channel === app.seen.app;
    const channel = isOwn && app.place.channel !== "home" ? `D${user.slice(1)}` : app.place.channel;
    app.opened = undefined;
    return app.go({ user, channel });
  },
  /** Follows a link to a message of this workspace. @returns whether it was one */
  opens(url) {
    const to = new URL(url, location.href);
    if (to.origin !== location.origin || !to.pathname.startsWith("/archives/")) return false;
    const { channel, thread } = placeIn(to);
    void app.go({ channel, thread });
    return true;
  },
  tabs(current) {
    const tab = (name, words, channel) =>
      h(
        "button.tab",
        {
          type: "button",
          "aria-current": current === name ? "page" : undefined,
          onclick: () => app.go({ channel: channel(), thread: undefined }),
        },
        words,
      );
    return h(
      "div.tabs",
      {},
      tab("home", "Home", () => "home"),
      tab("messages", "Messages", () => app.seen.app),
    );
  },
  drawerButton: () =>
    h(
      "button.quiet.drawer-button",
      { type: "button", "aria-label": "Channels and people", "data-focus": "drawer", onclick: openDrawer },
      "☰",
    ),
};

/** Whoever closes a thread goes on where they opened it. */
function backTo(thread) {
  const at = document.activeElement;
  if (at !== document.body && !at.closest("#thread")) return;
  document.querySelector(`#messages [data-focus="answers-${thread}"]`)?.focus({ preventScroll: true });
}

/** Where the window is narrow, channels and people lie over the page until one is chosen, or Esc or a click beside them. */
function openDrawer() {
  document.body.classList.add("drawer");
  document.querySelector("#sidebar .here")?.focus();
}

function closeDrawer() {
  if (!document.body.classList.contains("drawer")) return;
  document.body.classList.remove("drawer");
  document.querySelector(".drawer-button")?.focus();
}

/** The app hears when its Home or its messages are opened. */
function tellOpened() {
  const { user, channel } = app.place;
  app.opened = channel;
  const tab = channel === "home" ? "home" : channel === `D${user.slice(1)}` ? "messages" : undefined;
  if (tab) void act("home", { user, tab });
}

let [looking, again] = [false, false];

/** Looks and draws; asked for while it does, once more after that. */
async function refresh() {
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  do {
    again = false;
    await lookOnce().catch((error) => toast(`The page could not be brought up to date: ${error.message}`));
  } while (again);
  looking = false;
}

async function lookOnce() {
  const place = app.place;
  const seen = await look({ ...place, channel: place.channel === "home" ? undefined : place.channel });
  if (place !== app.place) {
    again = true;
    return;
  }
  app.seen = seen;
  if (place.channel !== "home" && !seen.channel) return settle();
  draw();
  markRead();
}

/** A place this person cannot see: the first channel there is, else the app. */
function settle() {
  const channel = app.seen.channels.find(({ kind }) => kind !== "im")?.id ?? app.seen.app;
  app.place = { user: app.place.user, channel, thread: undefined };
  showPlace(app.place);
  again = true;
}

function draw() {
  document.title = `${app.appName()} – ${app.seen.team.name}`;
  drawSidebar(app);
  if (app.place.channel === "home") drawHome(app);
  else drawChannel(app);
  drawThread(app);
  drawModal(app);
}

function markRead() {
  const { user, channel } = app.place;
  const here = app.seen.channels.find(({ id }) => id === channel);
  if (here?.unread > 0 && document.visibilityState === "visible") void act("read", { user, channel });
}

async function start() {
  const { users } = await directory();
  if (!users.some(({ id }) => id === app.place.user)) app.place.user = users.find(({ isBot }) => !isBot).id;
  addEventListener("popstate", () => {
    app.place = placeIn(location);
    void refresh();
  });
  addEventListener("visibilitychange", () => app.seen && markRead());
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (document.body.classList.contains("drawer")) closeDrawer();
    else if (app.place.thread) void app.go({ thread: undefined });
  });
  document.querySelector("#main").addEventListener("click", closeDrawer, true);
  if (!location.hash) showPlace(app.place);
  await refresh();
  tellOpened();
  const changed = () => {
    document.body.classList.remove("away");
    void refresh();
  };
  live(changed, () => document.body.classList.add("away"));
}

void start();
