import type {
  AllMiddlewareArgs,
  App,
  BlockAction,
  MessageShortcut,
  SlackViewMiddlewareArgs,
  StaticSelectAction,
  ViewSubmitAction,
} from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { type AddContext, addForm, addFormId, addFormLoading, addInput, addProgram } from "../blocks/add-form.ts";
import { message, section } from "../blocks/kit.ts";
import { noticeModal } from "../blocks/notice.ts";
import { type Program, Programs } from "../models/program.ts";
import { prefilled } from "./add-to-dataset/prefill.ts";
import { submitAdded } from "./add-to-dataset/submit.ts";
import { troubleMessage } from "./answers.ts";
import type { Starting } from "./commands.ts";
import { formFields } from "./fields/shape.ts";
import { openForm } from "./opening.ts";
import { personOf } from "./person.ts";

export const addShortcut = "helix_add_to_dataset";

/** The message shortcut "Add to dataset": its form, and what becomes of it when it is submitted. */
export function listenForAdditions(app: App, starting: Starting): void {
  app.shortcut<MessageShortcut>(
    { type: "message_action", callback_id: addShortcut },
    async ({ ack, body, client, respond }) => {
      await ack();
      const about = aboutMessage(body);
      const opening = { client, person: personOf(body), trigger: body.trigger_id };
      // Slack gives an address for answers, which works also where Helix is no member.
      const tellLate = ({ text, blocks }: { text: string; blocks: object[] }) =>
        respond({ response_type: "ephemeral", text, blocks: blocks as never });
      await openForm({ ...opening, tellLate }, addFormLoading(about), () =>
        formFor(opening.person.team, about, body.message.text ?? ""),
      );
    },
  );
  app.action<BlockAction<StaticSelectAction>>(addProgram, async ({ ack, body, action, client }) => {
    await ack();
    const { view } = body;
    if (!view) return;
    const about = JSON.parse(view.private_metadata) as AddContext;
    const chosen = action.selected_option?.value ?? "";
    const next = await formFor(personOf(body).team, about, carried(view.state.values), chosen).catch((error) =>
      noticeModal(troubleMessage(error), "Add to dataset"),
    );
    await client.views.update({ view_id: view.id, hash: view.hash, view: next });
  });
  app.view<ViewSubmitAction>(addFormId, (submission: SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs) =>
    submitAdded(starting, submission),
  );
}

function aboutMessage({ channel, message_ts: ts, message: said }: MessageShortcut): AddContext {
  const thread = typeof said.thread_ts === "string" && said.thread_ts !== ts ? said.thread_ts : null;
  return { channel: channel.id, ts, threadTs: thread, author: said.user ?? null };
}

async function formFor(team: string, about: AddContext, said: string, name?: string): Promise<ModalView> {
  const programs = await Programs.find({ team, removed: null }).sort({ name: 1 }).lean<Program[]>();
  // What is said in a program's own channel is most likely about it; it can be changed in the form.
  const here = programs.find(({ config }) => config.channel === about.channel);
  const program = programs.find((each) => each.name === name) ?? here ?? programs[0];
  if (!program) return noProgram();
  const { inputs, outputs } = formFields(program);
  const filled = prefilled(said, inputs);
  return addForm(about, { programs: programs.map((each) => each.name), chosen: program.name, inputs, outputs, filled });
}

function noProgram(): ModalView {
  const words = "No program is registered yet, so there is no dataset to add to.";
  return noticeModal(message(words, [section(words)]), "Add to dataset");
}

/** The message's words, from where they stand when another program is chosen: the longest of its inputs. */
function carried(values: NonNullable<BlockAction["view"]>["state"]["values"]): string {
  const inputs = Object.entries(values).filter(([block]) => block.startsWith(`${addInput}:`));
  const texts = inputs.map(([, elements]) => Object.values(elements)[0]?.value ?? "");
  return texts.sort((a, b) => b.length - a.length)[0] ?? "";
}
