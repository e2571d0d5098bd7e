import { act, trouble, upload } from "./server.js";
import { toast } from "./toast.js";

/** What blocks need to know of who looks and where: see blocks/index.js. @param app the page, see main.js */
function looking(app) {
  const named = new Map();
  for (const { id, realName } of app.seen.people) named.set(id, realName);
  for (const { id, name } of [...app.seen.channels, ...app.seen.groups]) named.set(id, name);
  return {
    me: app.seen.user,
    nameOf: (id) => named.get(id),
    people: () => app.seen.people.filter(({ isBot, deleted }) => !isBot && !deleted),
    channels: () => app.seen.channels.filter(({ kind }) => kind !== "im"),
    opens: (url) => app.opens(url),
  };
}

/** Blocks on a message. */
export function seeMessage(app, message) {
  const { channel, ts } = message;
  return {
    ...looking(app),
    key: ts,
    values: message.chosen,
    offers: (target, typed) => offers({ user: app.place.user, channel, ts, target, typed }),
    act: async (target) => {
      const result = await act("press", { user: app.place.user, channel, ts, target });
      const problem = trouble(result, app.appName());
      if (problem) toast(problem);
    },
  };
}

/** Blocks of a view. @param answers what stands in its fields now @param complain shows what went wrong */
export function seeView(app, view, { holds, answers, complain }) {
  return {
    ...looking(app),
    key: view.id,
    values: view.state.values,
    errors: view.errors,
    holds,
    offers: (target, typed) => offers({ user: app.place.user, viewId: view.id, target, typed }),
    upload: async (file) => {
      const taken = await upload(app.place.user, file);
      if (taken.problem) complain(taken.problem);
      return taken.problem ? undefined : taken;
    },
    act: async (target) => {
      const given = { user: app.place.user, viewId: view.id, target, values: answers() };
      const problem = trouble(await act("press", given), app.appName());
      if (problem) complain(problem);
    },
  };
}

/** What the app offers in a menu for what was typed. */
const offers = async (asked) => (await act("suggest", asked)).options ?? [];
