/** The ways in which the page speaks to the workspace. */

/** The team the page is about stands in its address; without one it is the first. */
const team = new URLSearchParams(location.search).get("team");
const ofTeam = (path, given = {}) => {
  const asked = Object.entries({ ...given, team }).filter(([, value]) => value);
  return asked.length > 0 ? `${path}?${new URLSearchParams(asked)}` : path;
};

/** What this person sees now. */
export async function look({ user, channel, thread }) {
  const response = await fetch(ofTeam("/page/look", { user, channel, thread }));
  if (!response.ok) throw new Error((await response.json()).problem ?? response.statusText);
  return response.json();
}

/** Does something as a person; resolves when the app has acknowledged it, with what came of it. */
export async function act(name, args) {
  const response = await fetch(ofTeam(`/control/acts/${name}`), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  return response.json();
}

/** Hands over a file that somebody chose for a form; resolves with it as the workspace keeps it. */
export async function upload(user, file) {
  const response = await fetch(ofTeam("/control/files", { user, name: file.name }), { method: "POST", body: file });
  return response.json();
}

export async function directory() {
  return (await fetch(ofTeam("/control/directory"))).json();
}

/** Calls back after every change, many at once as one. The browser reconnects by itself. */
export function live(changed, lost) {
  const source = new EventSource(ofTeam("/page/live"));
  source.onmessage = ({ data }) => changed(Number(data));
  source.onerror = () => lost();
}

/** What to tell a person when the app did not do as asked; undefined when all went well. */
export function trouble(result, app) {
  if (result.ok || "ts" in result) return undefined;
  if (result.failure === "http_timeout") return `${app} did not answer in time (operation_timeout). Try again.`;
  if (result.failure === "connection_failed") return `${app} cannot be reached (dispatch_failed). Is it running?`;
  if (result.failure === "http_error") return `${app} answered with an error (HTTP ${result.status}).`;
  return result.errors ? undefined : (result.problem ?? "That did not work.");
}
