import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { type AddContext, addProgram } from "../../blocks/add-form.ts";
import { noticeModal } from "../../blocks/notice.ts";
import { asSentence } from "../../blocks/sentence.ts";
import { runStartedMessage } from "../../blocks/started.ts";
import { addDraft } from "../../jobs/adding/add-draft.ts";
import { askAboutDraft } from "../../jobs/adding/ask.ts";
import { showRun } from "../../jobs/show.ts";
import { inWords } from "../../jobs/trouble.ts";
import type { AddedFrom } from "../../models/draft.ts";
import { permalink } from "../../models/permalink.ts";
import { findProgram } from "../../models/program.ts";
import type { Starting } from "../commands.ts";
import { homeSources } from "../home/freshen.ts";
import { personOf } from "../person.ts";
import { requirePresence } from "../presence.ts";
import { answerInTime, type Settled } from "../submitting.ts";
import { readAdded } from "./read.ts";

type Submission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** A submitted form becomes a draft and a question to the program's approvers. */
export async function submitAdded(starting: Starting, { ack, body, client }: Submission): Promise<void> {
  const form = { ack, client, viewId: body.view.id, title: "Add to dataset" };
  await answerInTime(form, () => add(starting, client, body));
}

async function add({ deps, enqueue }: Starting, client: WebClient, body: ViewSubmitAction): Promise<Settled> {
  const { values } = body.view.state;
  const atFirst = (words: string): Settled => ({ errors: { [addProgram]: words.replaceAll(/<@(\w+)>|`/g, "$1") } });
  try {
    const { team, user } = personOf(body);
    const program = await findProgram(team, values[addProgram]?.[addProgram]?.selected_option?.value ?? "");
    if (!program || program.removed) return atFirst("There is no such program any more.");
    const read = readAdded(values, program);
    if (!read.ok) return { errors: read.errors };
    await requirePresence(client, program.config.channel);
    const from = await provenance(deps, client, body, user);
    const added = await addDraft(program, { inputs: read.inputs, label: read.label, from });
    if (!added.ok) return atFirst(asSentence(added.because));
    const run = await askAboutDraft(program, added.draft, user, `add-${body.view.id}`, deps.now());
    await showRun(run);
    await enqueue(run).catch(() => undefined);
    return { view: noticeModal(runStartedMessage(run), "Add to dataset") };
  } catch (error) {
    deps.log.warn({ err: error }, "a message could not be added");
    const { why, next } = inWords(error);
    return atFirst(`${asSentence(why)} ${asSentence(next)}`);
  }
}

/** Which message it was and who brought it: kept with the draft, shown on its card, part of the evidence. */
async function provenance(
  deps: Starting["deps"],
  client: WebClient,
  body: ViewSubmitAction,
  user: string,
): Promise<AddedFrom> {
  const { channel, ts, threadTs, author } = JSON.parse(body.view.private_metadata) as AddContext;
  const { workspace } = await homeSources(deps, client);
  const address = workspace === null ? null : permalink(workspace, { channel, ts, threadTs });
  return { user, author, permalink: address, at: deps.now() };
}
