import { drawComposer } from "./composer.js";
import { h, region } from "./dom.js";
import { drawMessages } from "./messages.js";

/** The open thread, beside the channel. */
export function drawThread(app) {
  const { seen, place } = app;
  const panel = document.querySelector("#thread");
  panel.hidden = !seen.thread;
  document.body.classList.toggle("with-thread", Boolean(seen.thread));
  if (!seen.thread) return;
  const channel = seen.channels.find(({ id }) => id === place.channel);
  const where = channel?.kind === "im" ? app.appName() : `# ${channel?.name}`;
  const close = () => app.go({ thread: undefined });
  region(document.querySelector("#thread-head"), [where], () => [
    h("h1", {}, "Thread"),
    h("small", {}, where),
    h("button.quiet.close", { type: "button", "aria-label": "Close thread", onclick: close }, "×"),
  ]);
  const at = `${place.channel}/${seen.thread.ts}`;
  drawMessages(app, document.querySelector("#replies"), seen.thread.messages, {
    inThread: true,
    place: at,
    empty: "This thread is not here any more.",
  });
  drawComposer(app, document.querySelector("#thread-composer"), {
    channel: place.channel,
    thread: seen.thread.ts,
    label: "Reply",
  });
}
