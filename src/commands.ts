import type { AllMiddlewareArgs, App, SlackCommandMiddlewareArgs, SlashCommand } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Message } from "../blocks/kit.ts";
import { problemMessage } from "../blocks/problem.ts";
import type { Deps } from "../jobs/deps.ts";
import { showRun } from "../jobs/show.ts";
import type { Run } from "../models/run.ts";
import { answer, isAnswerable, troubleMessage } from "./answers.ts";
import { parseCommand } from "./parse.ts";
import { requirePresence } from "./presence.ts";
import { knownNames, type RunningIntent, startRun } from "./requests.ts";
import { openRunForm } from "./run-form/open.ts";
import { Turns } from "./turns.ts";

export interface Starting {
  deps: Deps;
  /** Tells the queue; losing it loses nothing but time. */
  enqueue(run: Run): Promise<void>;
}

/** `/helix …`: acknowledged at once, answered privately, or made into a run whose message stands in the channel. */
export function listenForCommands(app: App, starting: Starting): void {
  const turns = new Turns(16);
  app.command("/helix", async (given) => {
    await given.ack();
    await turns.soon(() => carryOut(starting, given));
  });
}

type Given = Pick<SlackCommandMiddlewareArgs & AllMiddlewareArgs, "command" | "respond" | "client">;

async function carryOut(starting: Starting, { command, respond, client }: Given): Promise<void> {
  const { deps } = starting;
  const tell = (message: { text: string; blocks: object[] }) =>
    respond({ response_type: "ephemeral", text: message.text, blocks: message.blocks as never });
  try {
    if (command.text.trim().toLowerCase() === "run") return await openForm(client, command, tell);
    const reading = parseCommand(command.text, await knownNames(command.team_id));
    if (!reading.ok) {
      await tell(
        problemMessage({
          what: "That was not understood",
          why: reading.problem,
          next: reading.paste ? "Send this instead" : "See /helix help",
          ...(reading.paste && { paste: reading.paste }),
        }),
      );
      return;
    }
    const { intent } = reading;
    if (isAnswerable(intent)) {
      await tell(await answer(intent, { deps, client, team: command.team_id, user: command.user_id }));
      return;
    }
    await requirePresence(client, command.channel_id);
    await begin(starting, intent, {
      team: command.team_id,
      user: command.user_id,
      channel: command.channel_id,
      threadTs: null,
      delivery: `command-${command.trigger_id}`,
      at: deps.now(),
    });
  } catch (error) {
    deps.log.warn({ err: error }, "a command could not be carried out");
    await tell(troubleMessage(error));
  }
}

/** `/helix run` without more: the form that offers what there is. Typed in direct messages it has no channel. */
async function openForm(client: WebClient, command: SlashCommand, tell: (late: Message) => Promise<unknown>) {
  const { user_id: user, team_id: team, channel_id: channel, trigger_id: trigger } = command;
  const context = { channel: channel.startsWith("D") ? null : channel };
  await openRunForm({ client, person: { user, team }, trigger, tellLate: tell }, context);
}

/** Makes the run, shows its message and tells the queue. */
export async function begin(
  { enqueue }: Starting,
  intent: RunningIntent,
  asked: Parameters<typeof startRun>[1],
): Promise<Run> {
  const run = await startRun(intent, asked);
  await showRun(run);
  await enqueue(run).catch(() => undefined);
  return run;
}
