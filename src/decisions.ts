import type { App, BlockAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { approveId, editId, readGateValue, rejectId } from "../blocks/gate.ts";
import { againId, cancelId, compareRunId, pauseId, resumeId, startId } from "../blocks/run/buttons.ts";
import { rejectModal, truthEditModal } from "../blocks/truth.ts";
import type { Deps } from "../jobs/deps.ts";
import { Drafts } from "../models/draft.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import type { Program } from "../models/program.ts";
import { approversBy } from "./approvers.ts";
import { type Button, isFromHome, onButton, tell } from "./buttons.ts";
import { listenForChangedExamples } from "./changed-examples.ts";
import { compareByButton } from "./compare-button.ts";
import { admit, type Click } from "./deciding/admit.ts";
import { approveGate } from "./deciding.ts";
import { listenForForms } from "./forms.ts";
import { labelBoxes } from "./label-form.ts";
import { personOf } from "./person.ts";
import { promotionForm } from "./promotion-form.ts";
import { runAgain } from "./run-again.ts";
import { steerRun } from "./steer.ts";

const runActs = { [startId]: "start", [cancelId]: "cancel", [pauseId]: "pause", [resumeId]: "resume" } as const;

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
  onButton(app, deps, againId, ({ body, value }) => runAgain(deps, value, personOf(body)));
  onButton(app, deps, compareRunId, (button) => compareByButton(deps, button));
  listenForChangedExamples(app, deps);
  listenForForms(app, deps);
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
  if (!read) return null;
  const click = { ...read, action, person: personOf(body) };
  // In Home only the person who sees it can press, and it shows whatever the gate's revision holds.
  if (isFromHome(body)) return { ...click, message: null };
  return channel && message?.ts ? { ...click, message: { channel: channel.id, ts: message.ts } } : null;
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

async function editForm(gate: Gate, program: Program): ReturnType<Form> {
  if (gate.kind === "promotion") return promotionForm(gate);
  const draft = await Drafts.findById(gate.draft).lean();
  if (!draft) throw new Error(`the label draft of ${gate._id} is not stored`);
  return truthEditModal(gate, draft, labelBoxes(currentRevision(gate).label ?? {}, program));
}
