import { drawComposer } from "./composer.js";
import { h, region } from "./dom.js";
import { drawMessages } from "./messages.js";
import { avatar } from "./people.js";
import { act } from "./server.js";

/** A channel, or the messages with the app: its name, who is in it, what was said, and where one writes. */
export function drawChannel(app) {
  const { seen, place } = app;
  const channel = seen.channels.find(({ id }) => id === place.channel);
  const isApp = channel.kind === "im";
  const title = isApp ? app.appName() : `# ${channel.name}`;
  const members = channel.members.map((id) => seen.people.find((one) => one.id === id)).filter(Boolean);
  region(document.querySelector("#head"), [title, members, isApp, channel.archived, "channel"], () =>
    [
      app.drawerButton(),
      h("h1", {}, title),
      channel.archived ? h("span.tag", {}, "archived") : null,
      isApp
        ? app.tabs("messages")
        : h(
            "span.members",
            { title: members.map(({ realName }) => realName).join(", ") },
            members.map((one) => avatar(one, "tiny")),
          ),
    ].filter(Boolean),
  );
  const empty = isApp ? `Write to ${title} as you would to a colleague.` : `Nothing was said in ${title} yet.`;
  drawMessages(app, document.querySelector("#messages"), seen.channel.messages, { place: place.channel, empty });
  drawFoot(app, channel, title);
}

function drawFoot(app, channel, title) {
  const { seen } = app;
  const element = document.querySelector("#composer");
  const [above, composer] = element.children.length === 2 ? element.children : [h("div.above", {}), h("div", {})];
  if (!composer.isConnected) element.replaceChildren(above, composer);
  const own = seen.assistant.filter((one) => one.channel === channel.id);
  const prompts = channel.kind === "im" && seen.channel.messages.length < 3 ? promptsOf(seen, own) : [];
  const status = own.find((one) => one.status !== "")?.status;
  region(above, [prompts, status], () => [
    ...prompts.map(({ title: words, message }) => promptButton(app, channel.id, words, message)),
    ...(status ? [h("p.status", { role: "status" }, `${app.appName()} ${status}`)] : []),
  ]);
  if (channel.archived)
    return region(composer, "archived", () => h("p.empty", {}, "This channel is archived. Nobody can write here."));
  return drawComposer(app, composer, { channel: channel.id, label: `Message ${title}` });
}

/** What the app suggests at the moment, else what its manifest does. */
function promptsOf(seen, own) {
  const now = own.flatMap((one) => one.prompts);
  return now.length > 0 ? now : seen.prompts;
}

const promptButton = (app, channel, words, text) =>
  h(
    "button.prompt",
    {
      type: "button",
      onclick: async () => app.go({ thread: (await act("say", { user: app.place.user, channel, text })).ts }),
    },
    words,
  );
