import type { App, BlockAction, ButtonAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { refusalMessage } from "../blocks/gate.ts";
import type { Message } from "../blocks/kit.ts";
import type { Deps } from "../jobs/deps.ts";
import { inWords } from "../jobs/trouble.ts";
import { freshenHome } from "./home/freshen.ts";
import { personOf } from "./person.ts";
import { tellWithoutChannel } from "./privately.ts";

/** A pressed button: its value, and the payload Slack signed. */
export interface Button {
  client: WebClient;
  body: BlockAction;
  value: string;
}

type Press = (button: Button) => Promise<void>;

/** What each app does at which button. Bolt tries every listener at every click, so one stands for all buttons. */
const pressed = new WeakMap<App, Map<string, Press>>();

/** Acknowledges a click, then acts on it. No click is silent: whatever goes wrong is told to whoever clicked. */
export function onButton(app: App, deps: Deps, actionId: string, act: Press): void {
  (pressed.get(app) ?? listen(app)).set(actionId, async (button) => {
    const { client, body } = button;
    await act(button).catch(async (error: unknown) => {
      deps.log.error({ err: error, action: actionId }, "a click could not be carried out");
      const { what, why, next } = inWords(error);
      await tell(client, body, what, why, next);
    });
    await freshenHome(deps, client, personOf(body));
  });
}

function listen(app: App): Map<string, Press> {
  const presses = new Map<string, Press>();
  pressed.set(app, presses);
  app.action<BlockAction<ButtonAction>>({ type: "block_actions" }, async ({ ack, body, action, client }) => {
    const press = presses.get(action.action_id);
    if (!press) return;
    await ack();
    // Slack sends text; anything else must not reach a query as an operator.
    await press({ client, body, value: typeof action.value === "string" ? action.value : "" });
  });
  return presses;
}

/** Whether the button stands in the app's Home, which only the person who sees it can press. */
export const isFromHome = ({ view }: BlockAction): boolean => view?.type === "home";

export async function tell(
  client: WebClient,
  body: BlockAction,
  what: string,
  why: string,
  next: string,
): Promise<void> {
  await answer(client, body, refusalMessage({ what, why, next }));
}

/** Privately, where the button stands; whoever looks at a channel without being in it is shown no ephemerals there. */
export async function answer(client: WebClient, body: BlockAction, message: Message): Promise<void> {
  const elsewhere = () => tellWithoutChannel(client, personOf(body), body.trigger_id, message);
  if (body.channel) await ephemeral(client, body, body.channel.id, message).catch(elsewhere);
  else await elsewhere();
}

async function ephemeral(client: WebClient, body: BlockAction, channel: string, message: Message): Promise<void> {
  // A message that only one person sees is not sent along with a click on it.
  const thread = body.message?.thread_ts ?? body.message?.ts ?? body.container?.thread_ts;
  await client.chat.postEphemeral({
    channel,
    user: body.user.id,
    text: message.text,
    blocks: message.blocks,
    ...(thread && { thread_ts: thread }),
  });
}
