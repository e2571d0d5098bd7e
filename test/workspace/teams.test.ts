import { expect, it } from "vitest";
import { aScriptedApp } from "./scripted.ts";
import { aClient, aWorkspace, channel } from "./support.ts";

const users = [{ id: "U0ZOE", name: "zoe", realName: "Zoe" }];
const channels = [
  { id: "C0ELSE", name: "elsewhere", kind: "channel" as const, members: ["U0ZOE", "U0BOT2"], archived: false },
];
const bot = { userId: "U0BOT2", botId: "B0BOT2", appId: "A0HELIX" };
const team = { id: "T0ELSE", name: "Elsewhere", domain: "elsewhere" };

it("keeps teams apart: what each token sees, whom each delivery names, and where each answer lands", async () => {
  const slack = await aWorkspace();
  const app = await aScriptedApp(slack, ({ command }) => (command ? { text: "here" } : undefined));
  const { slack: other, botToken } = await slack.addTeam({ team, bot, users, channels });
  const [ours, theirs] = [aClient(slack), aClient(other, { token: botToken })];
  const refused = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => "",
      (error) => error.data.error,
    );

  await theirs.chat.postMessage({ channel: "C0ELSE", text: "only there" });
  await slack.as("U0ANNA").command(channel, "/helix");
  const typed = await other.as("U0ZOE").command("C0ELSE", "/helix");

  expect(await theirs.auth.test()).toMatchObject({ team_id: "T0ELSE", user_id: "U0BOT2" });
  expect(await ours.auth.test()).toMatchObject({ team_id: "T0HELIX" });
  expect(await refused(ours.chat.postMessage({ channel: "C0ELSE", text: "x" }))).toBe("channel_not_found");
  expect(await refused(theirs.users.info({ user: "U0ANNA" }))).toBe("user_not_found");
  expect((await slack.messages()).length).toBe(0);
  expect((await other.messages()).map(({ text }) => text)).toEqual(["only there"]);
  expect((await typed.ephemeral()).text).toBe("here");
  expect(app.heard.map(({ team_id, user_id }) => [team_id, user_id])).toEqual([
    ["T0HELIX", "U0ANNA"],
    ["T0ELSE", "U0ZOE"],
  ]);
});

it("installs the app only once in a team", async () => {
  const slack = await aWorkspace();

  await expect(slack.addTeam({ team: slack.directory.team })).rejects.toThrow("a new team needs an id of its own");
});
