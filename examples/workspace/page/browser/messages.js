import { dayKey, dayWords } from "./dates.js";
import { h, list } from "./dom.js";
import { follow, isAtEnd, tellNewer, toEnd } from "./ending.js";
import { drawMessage } from "./message.js";

const togetherSeconds = 300;

/** The messages of a place in order, by day; those that did not change stay as they are, and so does what one reads. */
export function drawMessages(app, element, messages, { inThread = false, place, empty }) {
  const isNew = element.dataset.place !== place;
  const atEnd = isNew || isAtEnd(element);
  element.dataset.place = place;
  const names = app.seen.people.map(({ realName, title }) => `${realName}${title ?? ""}`).join();
  const items = messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const follows = belongs(before, message);
    const signature = JSON.stringify([message, follows, names, app.place.user, app.seen.shortcuts]);
    const item = {
      key: `${place}/${message.ts}`,
      signature,
      item: () => drawMessage(app, message, { follows, inThread }),
    };
    return [...dayBetween(before, message), item];
  });
  const nothing = { key: `${place}/empty`, signature: empty, item: () => h("p.empty", {}, empty) };
  list(element, items.length > 0 ? items : [nothing], (build) => build());
  element.dataset.follows = "true";
  const newest = messages.at(-1);
  const isSamePerson = element.dataset.user === app.place.user;
  const isNewer = !isNew && isSamePerson && Number(newest?.ts) > Number(element.dataset.newest ?? 0);
  Object.assign(element.dataset, { newest: newest?.ts ?? 0, user: app.place.user });
  const isOwn = newest?.user === app.place.user && !newest.onlyYou;
  if (!isSamePerson) element.parentElement.querySelector(".newer")?.remove();
  if (atEnd || (isNewer && isOwn)) toEnd(element);
  else if (isNewer) tellNewer(element, newest.onlyYou ? "Something only you can see" : "Something new");
  follow(element);
}

/** Said by the same person within five minutes, and by nobody else to whom else. */
function belongs(before, { user, ts, onlyYou, broadcast }) {
  const isSame = before?.user === user && !before.onlyYou && !onlyYou && !broadcast;
  return isSame && !before.replies && before.blocks.length === 0 && Number(ts) - Number(before.ts) < togetherSeconds;
}

function dayBetween(before, { ts }) {
  const day = dayKey(Number(ts));
  if (before && dayKey(Number(before.ts)) === day) return [];
  const words = dayWords(Number(ts));
  return [
    { key: `day-${day}`, signature: words, item: () => h("div.day", { role: "separator" }, h("span", {}, words)) },
  ];
}
