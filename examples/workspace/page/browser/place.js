/** Where the page is: who looks, at which channel or `home`, and which thread is open. It stands in the address. */

export function placeIn({ pathname, search, hash }) {
  const permalink = /^\/archives\/(\w+)\/p(\d+)$/.exec(pathname);
  if (permalink) {
    const [, channel, digits] = permalink;
    const ts = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    const thread = new URLSearchParams(search).get("thread_ts") ?? ts;
    return { user: remembered(), channel, thread };
  }
  const [, user, channel, thread] = hash.split("/");
  return { user: user || remembered(), channel: channel || undefined, thread: thread || undefined };
}

/** Shows the place in the address, as a step one can go back from. */
export function showPlace({ user, channel, thread }) {
  sessionStorage.setItem("user", user);
  const team = new URLSearchParams(location.search).get("team");
  const address = `/${team ? `?team=${team}` : ""}#/${[user, channel, thread].filter(Boolean).join("/")}`;
  if (location.pathname + location.search + location.hash !== address) history.pushState(null, "", address);
}

const remembered = () => sessionStorage.getItem("user") ?? undefined;
