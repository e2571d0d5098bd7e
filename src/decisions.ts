import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { changedId, changedNextId, changedPreviousId } from "../blocks/comparison/changed.ts";
import { approveId, editId, readGateValue, refusalMessage, rejectId } from "../blocks/gate.ts";
import type { Message } from "../blocks/kit.ts";
import { cancelId, pauseId, resumeId, startId } from "../blocks/run/buttons.ts";
import { rejectModal, truthEditModal } from "../blocks/truth.ts";
import type { Deps } from "../jobs/deps.ts";
import { inWords } from "../jobs/trouble.ts";
import { Drafts } from "../models/draft.ts";
import type { Gate } from "../models/gate.ts";
import type { Program } from "../models/program.ts";
import { approversBy } from "./approvers.ts";
import { changedExamples } from "./changed-examples.ts";
import { admit, approveGate, type Click, personOf } from "./deciding.ts";
import { listenForForms } from "./forms.ts";
import { promotionForm } from "./promotion-form.ts";
import { steerRun } from "./steer.ts";

const runActs = { [startId]: "start", [cancelId]: "cancel", [pauseId]: "pause", [resumeId]: "resume" } as const;

/** A pressed button: its value, and the payload Slack signed. */
interface Button {
  client: WebClient;
  body: BlockAction;
  value: string;
}

/** Buttons and forms of both gates. Identity comes from Slack's signed payload alone. */
export function listenForDecisions(app: App, deps: Deps): void {
  onButton(app, deps, approveId, (button) => approveByButton(deps, button));
  onButton(app, deps, editId, (button) => openForm(deps, button, "edit", editForm));
  onButton(app, deps, rejectId, (button) => openForm(deps, button, "reject", async (gate) => rejectModal(gate)));
  for (const [actionId, act] of Object.entries(runActs))
    onButton(app, deps, actionId, async ({ client, body, value }) => {
      const refusal = await steerRun(deps, act, value, personOf(body), client);
      if (refusal) await tell(client, body, refusal.what, refusal.why, refusal.next);
    });
  for (const actionId of [changedId, changedNextId, changedPreviousId])
    onButton(app, deps, actionId, async ({ client, body, value }) =>
      answer(client, body, await changedExamples(value, personOf(body))),
    );
  listenForForms(app, deps);
}

/** Acknowledges a click, then acts on it. No click is silent: whatever goes wrong is told to whoever clicked. */
function onButton(app: App, deps: Deps, actionId: string, act: (button: Button) => Promise<void>): void {
  app.action<BlockAction<ButtonAction>>(actionId, async ({ ack, body, action, client }) => {
    await ack();
    // Slack sends text; anything else must not reach a query as an operator.
    await act({ client, body, value: typeof action.value === "string" ? action.value : "" }).catch(
      async (error: unknown) => {
        deps.log.error({ err: error, action: actionId }, "a click could not be carried out");
        const { what, why, next } = inWords(error);
        await tell(client, body, what, why, next);
      },
    );
  });
}

async function approveByButton(deps: Deps, { client, body, value }: Button): Promise<void> {
  const click = clickOf(body, value, "approve");
  if (!click)
    return tell(client, body, "Nothing was decided", "this button is not one of Helix's", "use the newest card");
  const outcome = await approveGate(deps, click, approversBy(client));
  if (!outcome.ok) await tell(client, body, "Nothing was changed by your click", outcome.because, whatNext);
}

function clickOf(body: BlockAction, value: string, action: Click["action"]): Click | null {
  const read = readGateValue(value);
  const { channel, message } = body;
  if (!read || !channel || !message?.ts) return null;
  return {
    ...read,
    action,
    person: personOf(body),
    message: { channel: channel.id, ts: message.ts },
  };
}

async function tell(client: WebClient, body: BlockAction, what: string, why: string, next: string): Promise<void> {
  await answer(client, body, refusalMessage({ what, why, next }));
}

/** Privately, where the button stands. */
async function answer(client: WebClient, body: BlockAction, { text, blocks }: Message): Promise<void> {
  // A message that only one person sees is not sent along with a click on it.
  const thread = body.message?.thread_ts ?? body.message?.ts ?? body.container?.thread_ts;
  await client.chat.postEphemeral({
    channel: body.channel?.id ?? body.user.id,
    user: body.user.id,
    text,
    blocks,
    ...(thread && { thread_ts: thread }),
  });
}

const whatNext = "the card shows how things stand now";

type Form = (gate: Gate, program: Program) => Promise<Parameters<WebClient["views"]["open"]>[0]["view"]>;

async function openForm(
  deps: Deps,
  { client, body, value }: Button,
  action: Click["action"],
  form: Form,
): Promise<void> {
  const click = clickOf(body, value, action);
  if (!click)
    return tell(client, body, "Nothing was opened", "this button is not one of Helix's", "use the newest card");
  const admitted = await admit(deps, click, approversBy(client));
  if (!admitted.ok) return tell(client, body, "Nothing was opened", admitted.because, whatNext);
  await client.views.open({
    trigger_id: body.trigger_id,
    view: await form(admitted.allowed.gate, admitted.allowed.program),
  });
}

async function editForm(gate: Gate): ReturnType<Form> {
  if (gate.kind === "promotion") return promotionForm(gate);
  const draft = await Drafts.findById(gate.draft).lean();
  if (!draft) throw new Error(`the label draft of ${gate._id} is not stored`);
  return truthEditModal(gate, draft);
}
