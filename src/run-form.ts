import type { App, BlockAction, StaticSelectAction, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { noticeModal } from "../blocks/notice.ts";
import { newRunId, readRunContext, runFields, runFormId } from "../blocks/run-form.ts";
import { troubleMessage } from "./answers.ts";
import { onButton } from "./buttons.ts";
import type { Starting } from "./commands.ts";
import { personOf } from "./person.ts";
import { formFor, openRunForm } from "./run-form/open.ts";
import { submitRun } from "./run-form/submit.ts";

export const newRunShortcut = "helix_new_run";

/** The form behind New run: the global shortcut, the buttons of Home, and `/helix run` without more. */
export function listenForRunForm(app: App, starting: Starting): void {
  const { deps } = starting;
  app.shortcut({ type: "shortcut", callback_id: newRunShortcut }, async ({ ack, body, client }) => {
    await ack();
    await openRunForm({ client, person: personOf(body), trigger: body.trigger_id }, { channel: null });
  });
  onButton(app, deps, newRunId, ({ client, body, value }) =>
    openRunForm({ client, person: personOf(body), trigger: body.trigger_id }, { channel: null }, value),
  );
  app.action<BlockAction<StaticSelectAction>>(runFields.program, async ({ ack, body, action, client }) => {
    await ack();
    await drawFor(client, body, action.selected_option?.value ?? "");
  });
  app.view<ViewSubmitAction>(runFormId, (submission) => submitRun(starting, submission));
}

/** Another program was chosen: its models, strategies and limit. What else was filled in stays. */
async function drawFor(client: WebClient, { view, team, user }: BlockAction, name: string): Promise<void> {
  if (!view) return;
  const context = readRunContext(view.private_metadata);
  const next = await formFor(personOf({ team, user }).team, context, name).catch((error) =>
    noticeModal(troubleMessage(error), "New run"),
  );
  await client.views.update({ view_id: view.id, hash: view.hash, view: next });
}
