import type { App, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { readGateValue } from "../blocks/gate.ts";
import { candidateField, noteField, promotionEditId } from "../blocks/promotion.ts";
import { kindField, labelField, reasonField, rejectViewId, truthEditId } from "../blocks/truth.ts";
import type { Deps } from "../jobs/deps.ts";
import { measureAnew, reviseNote } from "../jobs/gates/renew.ts";
import { releaseOfCandidate } from "../jobs/steps/evaluate.ts";
import { inWords } from "../jobs/trouble.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { theRelease } from "../models/release.ts";
import { approversBy } from "./approvers.ts";
import { admit, type Click } from "./deciding/admit.ts";
import { rejectGate, saveAndApprove } from "./deciding.ts";
import { freshenHome } from "./home/freshen.ts";
import { readLabel, type Submitted, typed } from "./label-form.ts";
import { personOf } from "./person.ts";
import { readChoice } from "./promotion-form.ts";

/** Forms of both gates. Whoever submits is authorised anew: the form may have stood open for an hour. */
export function listenForForms(app: App, deps: Deps): void {
  onForm(app, deps, truthEditId, submitLabel);
  onForm(app, deps, rejectViewId, submitRejection);
  onForm(app, deps, promotionEditId, submitPromotionEdit);
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
    await freshenHome(deps, client, personOf(body));
  });
}

const chosen = (values: Submitted, field: string): string =>
  Object.values(values[field] ?? {})[0]?.selected_option?.value ?? "";

/** What a form's submit is answered with: errors at its fields, or nothing, which closes it. */
type Ack = { response_action: "errors"; errors: Record<string, string> } | undefined;

const errorAt = (field: string, words: string): Ack => ({
  response_action: "errors",
  errors: { [field]: words.charAt(0).toUpperCase() + words.slice(1) },
});

const otherKind = "this form belongs to another kind of question";

function submission(body: ViewSubmitAction, action: Click["action"]): Click {
  const read = readGateValue(body.view.private_metadata) ?? { gate: "", revision: 0 };
  return { ...read, action, person: personOf(body), message: null };
}

/** Slack shows errors as plain text: names of people cannot be mentions there. */
const plainWords = (words: string): string => words.replaceAll(/<@(\w+)>/g, "$1");

async function submitLabel(deps: Deps, client: WebClient, body: ViewSubmitAction): Promise<Ack> {
  const { values } = body.view.state;
  const first = Object.keys(values)[0] ?? labelField;
  const click = submission(body, "approve");
  const admitted = await admit(deps, click, approversBy(client));
  if (!admitted.ok) return errorAt(first, plainWords(admitted.because));
  const { gate, program } = admitted.allowed;
  if (gate.kind !== "truth") return errorAt(first, otherKind);
  const read = readLabel(values, currentRevision(gate).label ?? {}, program);
  if (!read.ok) return { response_action: "errors", errors: read.errors };
  const outcome = await saveAndApprove(deps, admitted.allowed, click, read.label);
  return outcome.ok ? undefined : errorAt(first, plainWords(outcome.because));
}

async function submitRejection(deps: Deps, client: WebClient, body: ViewSubmitAction): Promise<Ack> {
  const { values } = body.view.state;
  const kind = chosen(values, kindField);
  const reason = [kind, typed(values, reasonField).trim()].filter(Boolean).join(": ");
  if (!reason) return errorAt(reasonField, "say why: it is kept with the decision");
  const outcome = await rejectGate(deps, submission(body, "reject"), reason, approversBy(client));
  return outcome.ok ? undefined : errorAt(reasonField, plainWords(outcome.because));
}

async function submitPromotionEdit(deps: Deps, client: WebClient, body: ViewSubmitAction): Promise<Ack> {
  const { values } = body.view.state;
  const click = submission(body, "edit");
  const admitted = await admit(deps, click, approversBy(client));
  if (!admitted.ok) return errorAt(noteField, plainWords(admitted.because));
  const { gate } = admitted.allowed;
  if (gate.kind !== "promotion") return errorAt(noteField, otherKind);
  const note = typed(values, noteField).trim() || null;
  const choice = await readChoice(gate, chosen(values, candidateField));
  if (choice === "unknown") return errorAt(candidateField, "this is not one of the candidates of the run");
  if (choice === "same") return submitNote(deps, gate, note, click.person.user);
  const shipping = await theRelease(currentRevision(gate).release ?? "");
  const release = await releaseOfCandidate(choice.candidate, { ...shipping, lm: choice.lm });
  await measureAnew(deps, gate, {
    release: release._id,
    by: click.person.user,
    note,
    selectedOnTest: true,
    why: `${shortId(choice.candidate)} instead of ${shortId(shipping.candidate)}`,
  });
  return undefined;
}

async function submitNote(deps: Deps, gate: Gate, note: string | null, user: string): Promise<Ack> {
  if (note === currentRevision(gate).note) return errorAt(noteField, "nothing was changed");
  const after = await reviseNote(deps, gate, note, user);
  return after ? undefined : errorAt(noteField, "somebody else was faster: look at the card again");
}
