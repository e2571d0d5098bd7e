import { attachedValue } from "../attached.ts";
import { type Fields, wordsOf } from "../fields.ts";
import { findMessage, wire } from "../messages.ts";
import type { Ephemeral, Message, State, StateValues, View } from "../model.ts";
import { issueTrigger } from "../triggers.ts";
import { initialValue, keptValues, optionNamed, valueFrom } from "../values.ts";
import { wireView } from "../views.ts";
import { elementsOf, type Located } from "../walk.ts";
import { deliver, form, interaction } from "./deliver.ts";
import { issueResponseUrl } from "./response_url.ts";
import { type Act, actResult } from "./result.ts";
import { channelPart, envelope } from "./who.ts";

/** Which element is meant: by its words, its action id or its value, and which of several such. */
export type Target = {
  text?: string | undefined;
  actionId?: string | undefined;
  /** Action ids are unique within a block only. */
  blockId?: string | undefined;
  value?: string | undefined;
  /** Counted from 0, in reading order. */
  n?: number | undefined;
  /** What to choose, for everything that is not a button. */
  choose?: unknown;
  /** Press what stood on an earlier version of the message, as a client that has not caught up would. */
  stale?: boolean | undefined;
};

export type Surface =
  | { kind: "message"; message: Message }
  | { kind: "ephemeral"; message: Ephemeral }
  | { kind: "view"; view: View };

/** The message or ephemeral with this `ts`. */
export function surfaceOf(state: State, user: string, channel: string, ts: string): Surface | undefined {
  const message = findMessage(state, channel, ts);
  if (message) return { kind: "message", message };
  const ephemeral = state.ephemerals.find((one) => one.ts === ts && one.user === user && one.deleted_at === undefined);
  return ephemeral && { kind: "ephemeral", message: ephemeral };
}

/** Presses a button or chooses from a menu. Only what the stored message or view has can be pressed. */
export async function press(state: State, user: string, surface: Surface, target: Target): Promise<Act> {
  const found = find(surface, target);
  if (!found) return actResult(state, "", undefined, `there is no such element: ${JSON.stringify(target)}`);
  const id = state.id("K");
  const action = actionOf(state, user, found, target);
  if ("problem" in action) return actResult(state, "", undefined, String(action.problem));
  keep(user, surface, found, action);
  const payload = {
    type: "block_actions",
    ...envelope(state, user),
    ...place(state, user, surface, id),
    actions: [action],
  };
  const answer = await deliver(state, { id, kind: "block_actions", body: interaction(payload), contentType: form });
  return actResult(state, id, answer);
}

/** The element that is meant, on what is shown now. */
export function find(surface: Surface, target: Target): Located | undefined {
  const seen =
    surface.kind === "view" ? [viewBlocks(surface.view)] : versionsSeen(surface.message, target.stale ?? false);
  const nth = (blocks: Fields[]): Located | undefined =>
    elementsOf(blocks).filter((located) => isMeant(located, target))[target.n ?? 0];
  const found = seen.map(nth).find((one) => one !== undefined);
  // It was drawn anew while somebody pressed: the same button is still there, in a block with another id.
  const isElsewhere = !found && target.blockId !== undefined && target.value !== undefined;
  return isElsewhere ? find(surface, { ...target, blockId: undefined }) : found;
}

const viewBlocks = (view: View): Fields[] => view.definition.blocks as Fields[];

/** The blocks a click can refer to: those shown now, or for a client that has not caught up, any shown before. */
function versionsSeen(message: Message | Ephemeral, stale: boolean): Fields[][] {
  return stale ? message.versions.map(({ blocks }) => blocks).reverse() : [message.blocks];
}

function isMeant({ block, element }: Located, target: Target): boolean {
  const words = [wordsOf(element.text), wordsOf(element.placeholder)];
  return (
    (target.text === undefined || words.includes(target.text)) &&
    (target.blockId === undefined || block.block_id === target.blockId) &&
    (target.actionId === undefined || element.action_id === target.actionId) &&
    (target.value === undefined || element.value === target.value)
  );
}

/** One entry of `actions`: the element's ids and what was pressed or chosen. */
function actionOf(state: State, user: string, { block, element }: Located, target: Target): Fields {
  const { type, action_id, text, value, style, confirm, url, placeholder, icon } = element;
  const base = { type, action_id, block_id: block.block_id, action_ts: state.clock.ts() };
  switch (type) {
    case "button":
      return { ...base, text, value, style, confirm, url };
    case "icon_button":
      return { ...base, text, value, icon };
    case "workflow_button":
      return { ...base, text };
    case "feedback_buttons": {
      const answer = [element.positive_button, element.negative_button] as Fields[];
      const chosen = answer.find((one) => one.value === target.choose || wordsOf(one.text) === target.choose);
      return chosen
        ? { ...base, text: chosen.text, value: chosen.value }
        : { problem: `there is no answer "${target.choose}"` };
    }
    case "overflow": {
      const option = optionNamed(element, String(target.choose));
      return option ? { ...base, selected_option: option } : { problem: `there is no option "${target.choose}"` };
    }
    default: {
      const chosen =
        type === "file_input" ? attachedValue(state, user, target.choose) : valueFrom(element, target.choose ?? "");
      return "problem" in chosen ? chosen : { ...base, ...chosen, placeholder };
    }
  }
}

/** Remembers what was chosen, so that it is in `state.values` from now on. */
function keep(user: string, surface: Surface, { block, element }: Located, action: Fields): void {
  if (!initialValue(element)) return;
  const { block_id: _b, action_id: _a, action_ts: _t, placeholder: _p, ...value } = action;
  const values = valuesOf(user, surface);
  const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
  values[blockId] = { ...values[blockId], [actionId]: value };
}

function valuesOf(user: string, surface: Surface): StateValues {
  if (surface.kind === "view") return surface.view.values;
  surface.message.chosen[user] ??= {};
  return surface.message.chosen[user];
}

/** Where the click happened, and the ways to answer it. */
export function place(state: State, user: string, surface: Surface, cause: string): Fields {
  if (surface.kind === "view") {
    const { view } = surface;
    const trigger_id = issueTrigger(state, user, cause, view.id);
    return { container: { type: "view", view_id: view.id }, trigger_id, view: wireView(state, view) };
  }
  const { message } = surface;
  const channel = state.channels.get(message.channel);
  const is_ephemeral = surface.kind === "ephemeral";
  const thread = message.thread_ts ? { thread_ts: message.thread_ts } : {};
  const values: StateValues = keptValues(message.blocks, message.chosen[user] ?? {});
  return {
    container: { type: "message", message_ts: message.ts, channel_id: message.channel, is_ephemeral, ...thread },
    channel: channel && channelPart(channel),
    ...(surface.kind === "message" ? { message: wire(state, surface.message, true) } : {}),
    state: { values },
    trigger_id: issueTrigger(state, user, cause),
    response_url: issueResponseUrl(state, {
      user,
      channel: message.channel,
      original: { ts: message.ts, ephemeral: is_ephemeral },
      cause,
    }),
  };
}
