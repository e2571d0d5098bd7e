import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { noticeModal } from "../../blocks/notice.ts";
import { readRunContext } from "../../blocks/run-form.ts";
import { asSentence } from "../../blocks/sentence.ts";
import { runStartedMessage } from "../../blocks/started.ts";
import { inWords } from "../../jobs/trouble.ts";
import { findProgram } from "../../models/program.ts";
import type { Run } from "../../models/run.ts";
import { begin, type Starting } from "../commands.ts";
import type { Submitted } from "../label-form.ts";
import { personOf } from "../person.ts";
import { Refusal } from "../planning/plan.ts";
import { requirePresence } from "../presence.ts";
import { answerInTime, type Settled } from "../submitting.ts";
import { blockOf, chosen, fieldOf, readRunForm } from "./read.ts";

type Submission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** A submitted form is a run like a command's; what does not fit is said at its field, and the form stays. */
export async function submitRun(starting: Starting, { ack, body, client }: Submission): Promise<void> {
  await answerInTime({ ack, client, viewId: body.view.id, title: "New run" }, () => start(starting, client, body));
}

async function start(starting: Starting, client: WebClient, body: ViewSubmitAction): Promise<Settled> {
  const { values } = body.view.state;
  try {
    const person = personOf(body);
    const program = await findProgram(person.team, chosen(values, "program")[0] ?? "");
    if (!program) return errorAt(values, null, "There is no such program any more.");
    const reading = readRunForm(values, program);
    if (!reading.ok) return { errors: reading.errors };
    const { channel } = readRunContext(body.view.private_metadata);
    const place = channel ?? program.config.channel;
    await requirePresence(client, place);
    // One form is one run, however often its submission is delivered.
    const delivery = `form-${body.view.id}`;
    const asked = { ...person, channel: place, threadTs: null, delivery, at: starting.deps.now() };
    const run = await begin(starting, reading.intent, asked);
    return { view: channel === null ? startedView(run) : null };
  } catch (error) {
    if (!(error instanceof Refusal)) starting.deps.log.warn({ err: error }, "a form could not be carried out");
    const { why, next } = inWords(error);
    return errorAt(values, error instanceof Refusal ? error.about : null, `${asSentence(why)} ${asSentence(next)}`);
  }
}

const errorAt = (values: Submitted, about: string | null, words: string): Settled => ({
  errors: { [blockOf(values, fieldOf(about))]: inForm(words) },
});

/** The planner speaks to whoever typed a command; a field shows no markup. */
const inForm = (words: string): string =>
  words
    .replaceAll(/<@(\w+)>|`/g, "$1")
    .replaceAll("--set", "the arguments")
    .replaceAll("--strategy", "the strategy");

/** From a shortcut there is no channel: whoever asked is told where the run stands. */
const startedView = (run: Run): ModalView => noticeModal(runStartedMessage(run), "New run");
