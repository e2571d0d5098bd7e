import type { App, BlockAction, ButtonAction, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { points } from "../blocks/figures.ts";
import { approveId, editId, readGateValue, refusalMessage, rejectId } from "../blocks/gate.ts";
import { candidateField, noteField, promotionEditId, promotionEditModal } from "../blocks/promotion.ts";
import { cancelId } from "../blocks/run.ts";
import {
  kindField,
  labelField,
  reasonField,
  rejectModal,
  rejectViewId,
  truthEditId,
  truthEditModal,
} from "../blocks/truth.ts";
import type { Deps } from "../jobs/deps.ts";
import { measureAnew, reviseNote } from "../jobs/gates/renew.ts";
import { schemasOf } from "../jobs/importing.ts";
import { showRun } from "../jobs/show.ts";
import { releaseOfCandidate } from "../jobs/steps/evaluate.ts";
import { inWords } from "../jobs/trouble.ts";
import { cancelRun } from "../models/claim.ts";
import { Drafts } from "../models/draft.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { type Program, theProgram } from "../models/program.ts";
import { theRelease } from "../models/release.ts";
import { Runs } from "../models/run.ts";
import { approversOf } from "./approvers.ts";
import { admit, approveGate, type Click, rejectGate, saveAndApprove } from "./deciding.ts";
import { readLabel, type Submitted, typed } from "./label-form.ts";

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
  onButton(app, deps, cancelId, (button) => cancel(deps, button));
  onForm(app, deps, truthEditId, submitLabel);
  onForm(app, deps, rejectViewId, submitRejection);
  onForm(app, deps, promotionEditId, submitPromotionEdit);
}

/** Acknowledges a click, then acts on it. No click is silent: whatever goes wrong is told to whoever clicked. */
function onButton(app: App, deps: Deps, actionId: string, act: (button: Button) => Promise<void>): void {
  app.action<BlockAction<ButtonAction>>(actionId, async ({ ack, body, action, client }) => {
    await ack();
    await act({ client, body, value: action.value ?? "" }).catch(async (error: unknown) => {
      deps.log.error({ err: error, action: actionId }, "a click could not be carried out");
      const { what, why, next } = inWords(error);
      await tell(client, body, what, why, next);
    });
  });
}

/** Answers a submitted form with errors at its fields, or closes it. What goes wrong is told at its first field. */
function onForm(
  app: App,
  deps: Deps,
  viewId: string,
  submit: (deps: Deps, client: WebClient, body: ViewSubmitAction) => Promise<Ack>,
): void {
  app.view<ViewSubmitAction>(viewId, async ({ ack, body, client }) => {
    const answer = await submit(deps, client, body).catch((error: unknown): Ack => {
      deps.log.error({ err: error, view: viewId }, "a form could not be carried out");
      return errorAt(Object.keys(body.view.state.values)[0] ?? reasonField, inWords(error).why);
    });
    await ack(answer);
  });
}

async function approveByButton(deps: Deps, { client, body, value }: Button): Promise<void> {
  const click = clickOf(body, value, "approve");
  if (!click)
    return tell(client, body, "Nothing was decided", "this button is not one of Helix's", "use the newest card");
  const outcome = await approveGate(deps, click, lister(client));
  if (!outcome.ok) await tell(client, body, "Nothing was changed by your click", outcome.because, whatNext);
}

const lister = (client: WebClient) => (program: Program, kind: Gate["kind"]) => approversOf(program, kind, client);

function clickOf(body: BlockAction, value: string, action: Click["action"]): Click | null {
  const read = readGateValue(value);
  const { channel, message } = body;
  if (!read || !channel || !message?.ts) return null;
  return {
    ...read,
    action,
    person: { user: body.user.id, team: body.team?.id ?? "" },
    message: { channel: channel.id, ts: message.ts },
  };
}

async function tell(client: WebClient, body: BlockAction, what: string, why: string, next: string): Promise<void> {
  const { text, blocks } = refusalMessage({ what, why, next });
  const thread = body.message?.thread_ts ?? body.message?.ts;
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
  const admitted = await admit(deps, click, lister(client));
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

const offeredCandidates = 20;

async function promotionForm(gate: Gate): ReturnType<Form> {
  const run = await Runs.findById(gate.run).lean();
  const shipping = (await theRelease(currentRevision(gate).release ?? "")).candidate;
  const tried = run?.steps.flatMap((step) => step.candidates) ?? [];
  const byVal = [...new Map(tried.map((each) => [each.candidate, each])).values()].sort(
    (a, b) => (b.valScore ?? -1) - (a.valScore ?? -1),
  );
  const shown = byVal.filter(({ candidate }, index) => index < offeredCandidates || candidate === shipping);
  const options = shown.map(({ candidate, valScore }) => ({
    id: candidate,
    words: `${shortId(candidate)}: ${points(valScore)} on val`,
  }));
  return promotionEditModal(gate, shipping, options);
}

const chosen = (values: Submitted, field: string): string =>
  Object.values(values[field] ?? {})[0]?.selected_option?.value ?? "";

/** What a form's submit is answered with: errors at its fields, or nothing, which closes it. */
type Ack = { response_action: "errors"; errors: Record<string, string> } | undefined;

const errorAt = (field: string, words: string): Ack => ({
  response_action: "errors",
  errors: { [field]: words.charAt(0).toUpperCase() + words.slice(1) },
});

function submission(body: ViewSubmitAction, action: Click["action"]): Click {
  const read = readGateValue(body.view.private_metadata) ?? { gate: "", revision: 0 };
  return { ...read, action, person: { user: body.user.id, team: body.team?.id ?? "" }, message: null };
}

/** Slack shows errors as plain text: names of people cannot be mentions there. */
const plainWords = (words: string): string => words.replaceAll(/<@(\w+)>/g, "$1");

async function submitLabel(deps: Deps, client: WebClient, body: ViewSubmitAction): Promise<Ack> {
  const { values } = body.view.state;
  const first = Object.keys(values)[0] ?? labelField;
  const click = submission(body, "approve");
  const admitted = await admit(deps, click, lister(client));
  if (!admitted.ok) return errorAt(first, plainWords(admitted.because));
  const { gate, program } = admitted.allowed;
  const read = readLabel(values, currentRevision(gate).label ?? {}, schemasOf(program.described).outputs);
  if (!read.ok) return { response_action: "errors", errors: read.errors };
  const outcome = await saveAndApprove(deps, admitted.allowed, click, read.label);
  return outcome.ok ? undefined : errorAt(first, plainWords(outcome.because));
}

async function submitRejection(deps: Deps, client: WebClient, body: ViewSubmitAction): Promise<Ack> {
  const { values } = body.view.state;
  const kind = chosen(values, kindField);
  const reason = [kind, typed(values, reasonField).trim()].filter(Boolean).join(": ");
  if (!reason) return errorAt(reasonField, "say why: it is kept with the decision");
  const outcome = await rejectGate(deps, submission(body, "reject"), reason, lister(client));
  return outcome.ok ? undefined : errorAt(reasonField, plainWords(outcome.because));
}

async function submitPromotionEdit(deps: Deps, client: WebClient, body: ViewSubmitAction): Promise<Ack> {
  const { values } = body.view.state;
  const click = submission(body, "edit");
  const admitted = await admit(deps, click, lister(client));
  if (!admitted.ok) return errorAt(noteField, plainWords(admitted.because));
  const { gate } = admitted.allowed;
  const note = typed(values, noteField).trim() || null;
  const shipping = await theRelease(currentRevision(gate).release ?? "");
  const candidate = chosen(values, candidateField) || shipping.candidate;
  if (candidate === shipping.candidate) {
    if (note === currentRevision(gate).note) return errorAt(noteField, "nothing was changed");
    const after = await reviseNote(deps, gate, note, click.person.user);
    return after ? undefined : errorAt(noteField, "somebody else was faster: look at the card again");
  }
  const release = await releaseOfCandidate(candidate, shipping);
  await measureAnew(deps, gate, {
    release: release._id,
    by: click.person.user,
    note,
    selectedOnTest: true,
    why: `${shortId(candidate)} instead of ${shortId(shipping.candidate)}`,
  });
  return undefined;
}

/** Whoever asked for a run, or may approve its promotion, may end it. */
async function cancel(deps: Deps, { client, body, value }: Button): Promise<void> {
  const run = await Runs.findOne({ _id: value, team: body.team?.id ?? "" }).lean();
  if (!run)
    return tell(client, body, "Nothing was cancelled", "there is no such run", "use the button of the newest message");
  const program = await theProgram(run.team, run.program);
  const people = [run.requestedBy, ...(await approversOf(program, "promotion", client).then((found) => found ?? []))];
  if (!people.includes(body.user.id))
    return tell(
      client,
      body,
      "Nothing was cancelled",
      "only whoever asked for a run, or an approver, may cancel it",
      "ask one of them",
    );
  if (run.steps.some(({ kind }) => kind === "deploy"))
    return tell(
      client,
      body,
      "Nothing was cancelled",
      "the deployment was approved, and stopping it halfway could leave production between two programs",
      "it ends within minutes, and says in this thread how",
    );
  const after = await cancelRun(run._id, body.user.id, deps.now());
  if (!after) return tell(client, body, "Nothing was cancelled", `it is ${run.status} already`, whatNext);
  await showRun(after);
}
