import { writableChannel } from "../channels.ts";
import { type Fields, fieldsIn, parsed, textOf } from "../fields.ts";
import { edit, findMessage, post, threadRoot } from "../messages.ts";
import type { Message, State } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { checkedBlocks, checkedMetadata } from "../validate/content.ts";

/** Answers that grow while they are read. A stream lives five minutes, whether it is fed or not. */
const mostMarkdown = 12_000;

export function startStream(state: State, args: Fields): Fields {
  const channel = writableChannel(state, textOf(args, "channel"));
  const threadTs = threadRoot(state, channel.id, textOf(args, "thread_ts") ?? "");
  if (channel.kind !== "im") {
    if (!textOf(args, "recipient_team_id")) throw new Refusal("missing_recipient_team_id");
    if (!textOf(args, "recipient_user_id")) throw new Refusal("missing_recipient_user_id");
  }
  const content = grown("", args);
  const message = post(state, channel, state.bot.userId, content, { threadTs });
  message.stream = { startedAt: state.clock.now(), stoppedBy: undefined };
  return { ok: true, channel: channel.id, ts: message.ts };
}

export function appendStream(state: State, args: Fields): Fields {
  const { channel, message } = streamed(state, args);
  edit(state, message, { ...grown(message.text, args), metadata: message.metadata });
  return { ok: true, channel, ts: message.ts };
}

/** Ends it: with a last piece of text, and blocks below the text. */
export function stopStream(state: State, args: Fields): Fields {
  const { channel, message } = streamed(state, args);
  const { text, blocks } = grown(message.text, args);
  const below = args.blocks === undefined ? [] : checkedBlocks(args.blocks);
  const metadata = args.metadata === undefined ? message.metadata : checkedMetadata(args.metadata);
  edit(state, message, { text, blocks: [...blocks, ...below], metadata });
  message.stream = undefined;
  message.edited = undefined;
  return { ok: true, channel, ts: message.ts };
}

/** The message that still grows. @throws Refusal when it ended, grew too old, or its reader stopped it */
function streamed(state: State, args: Fields): { channel: string; message: Message } {
  const channel = writableChannel(state, textOf(args, "channel"));
  const message = findMessage(state, channel.id, textOf(args, "ts") ?? "");
  if (!message) throw new Refusal("message_not_found");
  if (message.stream?.stoppedBy) throw new Refusal("stopped_by_user");
  if (!isStreaming(state, message)) throw new Refusal("message_not_in_streaming_state");
  return { channel: channel.id, message };
}

export function isStreaming(state: State, { stream }: Message): boolean {
  const isFresh = stream !== undefined && state.clock.now() - stream.startedAt < state.timing.streamMs;
  return isFresh && stream?.stoppedBy === undefined;
}

function grown(before: string, args: Fields): { text: string; blocks: Fields[] } {
  const chunks = fieldsIn(parsed(args.chunks));
  const odd = chunks.find(({ type }) => type !== "markdown_text");
  if (odd) throw new Refusal("invalid_chunks");
  const added = [textOf(args, "markdown_text") ?? "", ...chunks.map((chunk) => textOf(chunk, "text") ?? "")].join("");
  if (added.length > mostMarkdown) throw new Refusal("msg_too_long");
  const text = before + added;
  return { text, blocks: text === "" ? [] : [{ type: "markdown", text }] };
}
