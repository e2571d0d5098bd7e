import { expect, it } from "vitest";
import { aScriptedApp } from "./scripted.ts";
import { aClient, aWorkspace, channel, token } from "./support.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

it("shares an uploaded file some time after the upload was answered, with its text for who cannot see it", async () => {
  const slack = await aWorkspace({ timing: { fileShareMs: 300 } });
  const client = aClient(slack);

  const uploaded = await client.filesUploadV2({
    channel_id: channel,
    file: png,
    filename: "scores.png",
    title: "Scores",
    alt_text: "two bars",
    initial_comment: "Scores rose from 0.71 to 0.86",
  });

  const id = (uploaded.files as { files: { id: string }[] }[])[0]?.files[0]?.id ?? "";
  expect(await client.files.info({ file: id })).toMatchObject({ ok: true, file: { shares: {} } });
  const shared = await slack.waitFor("Scores rose");
  const [file] = (shared as { files?: { url_private: string }[] }).files ?? [];
  expect(file).toMatchObject({ title: "Scores", alt_txt: "two bars", mimetype: "image/png" });
  expect(await client.files.info({ file: id })).toMatchObject({ file: { shares: { public: { [channel]: [{}] } } } });
  const served = await fetch(file?.url_private ?? "");
  expect(Buffer.from(await served.arrayBuffer())).toEqual(png);
});

it.each([
  ["chat.postMessage", { channel, text: "x" }, ["im:write"], "chat:write"],
  ["conversations.history", { channel }, ["chat:write"], "channels:history"],
  ["conversations.history", { channel: "D0ANNA" }, ["channels:history"], "im:history"],
  ["usergroups.users.list", { usergroup: "S1" }, ["users:read"], "usergroups:read"],
])("refuses %s of %j to a token with %j only, and names the scope", async (method, args, scopes, needed) => {
  const slack = await aWorkspace();
  await slack.setApp({ scopes });
  await slack.as("U0ANNA").opensHome();

  const response = await fetch(`${slack.url}/api/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });

  expect(await response.json()).toEqual({ ok: false, error: "missing_scope", needed, provided: scopes.join(",") });
});

it("knows a person who was removed: no whispers to them, no new conversation, and nothing they could do", async () => {
  const slack = await aWorkspace();
  const ben = slack.directory.users.find(({ id }) => id === "U0BEN");
  await slack.setPeople({ users: [{ ...ben, id: "U0BEN", name: "ben", realName: "Ben", deleted: true }] });
  const client = aClient(slack);

  const refused = (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => "",
      (error) => error.data.error,
    );

  expect(await client.users.info({ user: "U0BEN" })).toMatchObject({ user: { deleted: true } });
  expect(await refused(client.chat.postEphemeral({ channel, user: "U0BEN", text: "x" }))).toBe("user_not_in_channel");
  expect(await refused(client.conversations.open({ users: "U0BEN" }))).toBe("user_disabled");
  expect(await slack.as("U0BEN").command(channel, "/helix")).toMatchObject({ ok: false, delivery: "" });
});

it("tells the app what a person edited and deleted", async () => {
  const slack = await aWorkspace();
  const heard: object[] = [];
  await aScriptedApp(slack, ({ event }) => void heard.push(event ?? {}));
  const said = await slack.as("U0ANNA").says(channel, "first");

  await slack.post("acts/edit", { user: "U0ANNA", channel, ts: said.ts, text: "second" });
  await slack.post("acts/delete", { user: "U0ANNA", channel, ts: said.ts });
  const refused = await slack.post("acts/delete", { user: "U0BEN", channel, ts: said.ts });

  await slack.waitFor(async () => heard.length === 3);
  expect(heard).toContainEqual(
    expect.objectContaining({
      subtype: "message_changed",
      message: expect.objectContaining({ text: "second", edited: expect.objectContaining({ user: "U0ANNA" }) }),
      previous_message: expect.objectContaining({ text: "first" }),
    }),
  );
  expect(heard).toContainEqual(expect.objectContaining({ subtype: "message_deleted", deleted_ts: said.ts }));
  expect(refused).toMatchObject({ ok: false });
});

it("hands over files that a person put into a form, whole, and refuses what the field does not take", async () => {
  const slack = await aWorkspace();
  const view = {
    type: "modal",
    title: { type: "plain_text", text: "Import" },
    submit: { type: "plain_text", text: "Import" },
    blocks: [
      {
        type: "input",
        block_id: "data",
        label: { type: "plain_text", text: "Data" },
        element: { type: "file_input", action_id: "a", filetypes: ["csv"], max_files: 1 },
      },
    ],
  };
  const app = await aScriptedApp(slack, async (sent, self) => {
    if (sent.type === "shortcut") await self.call("views.open", { trigger_id: sent.trigger_id, view });
    return undefined;
  });
  await slack.setApp({ shortcuts: [{ type: "global", name: "Import", callback_id: "i", description: "" }] });
  const anna = slack.as("U0ANNA");
  await (await anna.chooses("i")).view();
  const [csv, other, picture] = [
    await anna.uploads("labels.csv", "a,b\n1,2\n"),
    await anna.uploads("more.CSV", "a,b\n"),
    await anna.uploads("scores.png", new Uint8Array(png)),
  ];
  const bens = await slack.as("U0BEN").uploads("bens.csv", "a\n");

  const refused = async (ids: string[]) => {
    const { errors, problem } = await anna.submits({ Data: ids });
    return errors?.data ?? problem;
  };
  expect(await refused([])).toMatch(/required/);
  expect(await refused([csv, other])).toBe("You can upload at most 1 file.");
  expect(await refused([picture])).toBe("scores.png is not one of the file types that fit here: csv.");
  expect(await refused([bens])).toMatch(/U0ANNA has uploaded no file/);
  expect(await refused([csv])).toBeUndefined();

  const sent = app.heard.find(({ type }) => type === "view_submission") as { view: { state: { values: object } } };
  const [file] = (sent.view.state.values as { data: { a: { files: { url_private_download: string }[] } } }).data.a
    .files;
  expect(file).toMatchObject({
    name: "labels.csv",
    filetype: "csv",
    mimetype: "text/csv",
    size: 8,
    user: "U0ANNA",
    shares: {},
  });
  expect(await (await fetch(file?.url_private_download ?? "")).text()).toBe("a,b\n1,2\n");
});
