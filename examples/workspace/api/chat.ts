import { channelNamed, writableChannel } from "../channels.ts";
import { sendMessageEvents } from "../deliver/events.ts";
import { type Fields, isTrue, parsed, textOf } from "../fields.ts";
import { type Content, edit, findMessage, post, remove, threadRoot, whisper, wire } from "../messages.ts";
import type { Message, State } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { checkedBlocks, checkedMetadata } from "../validate/content.ts";
import { isStreaming } from "./streams.ts";

const mostText = 40_000;
const mostTextInUpdate = 4_000;
const mostMarkdown = 12_000;

/** What a call wants to say. @throws Refusal for whatever Slack would not take */
export function contentOf(args: Fields): Content {
  const markdown = textOf(args, "markdown_text");
  if (markdown !== undefined) return markdownContent(args, markdown);
  const blocks = args.blocks === undefined ? [] : checkedBlocks(args.blocks);
  const attachments = parsed(args.attachments);
  const text = textOf(args, "text") ?? "";
  if (text === "" && blocks.length === 0 && !Array.isArray(attachments)) throw new Refusal("no_text");
  return {
    text: text.slice(0, mostText),
    blocks,
    metadata: args.metadata === undefined ? undefined : checkedMetadata(args.metadata),
    attachments: Array.isArray(attachments) ? attachments : undefined,
  };
}

function markdownContent(args: Fields, markdown: string): Content {
  if (args.text !== undefined || args.blocks !== undefined) throw new Refusal("markdown_text_conflict");
  if (markdown.length > mostMarkdown) throw new Refusal("msg_too_long");
  return { text: markdown, blocks: [{ type: "markdown", text: markdown }] };
}

export function postMessage(state: State, args: Fields): Fields {
  const channel = writableChannel(state, textOf(args, "channel"));
  const content = contentOf(args);
  const thread = textOf(args, "thread_ts");
  const threadTs = thread === undefined ? undefined : threadRoot(state, channel.id, thread);
  const message = post(state, channel, state.bot.userId, content, {
    threadTs,
    broadcast: isTrue(args.reply_broadcast),
  });
  if (state.echo) sendMessageEvents(state, channel, message);
  return { ok: true, channel: channel.id, ts: message.ts, message: wire(state, message, true), ...warningsFor(args) };
}

/** Blocks without `text` are taken, with a warning: screen readers and notifications then have nothing to read. */
function warningsFor(args: Fields): Fields {
  if (args.blocks === undefined || textOf(args, "text") !== undefined) return {};
  const warning = "missing_text_in_message";
  return { warning, response_metadata: { warnings: [warning] } };
}

/** Blocks, metadata and attachments that are not given stay as they are, as in Slack. */
export function update(state: State, args: Fields): Fields {
  const channel = writableChannel(state, textOf(args, "channel"));
  const message = ownMessage(state, channel.id, textOf(args, "ts"), "cant_update_message");
  if (isStreaming(state, message)) throw new Refusal("streaming_state_conflict");
  if ((textOf(args, "text")?.length ?? 0) > mostTextInUpdate) throw new Refusal("msg_too_long");
  const content = contentOf(args);
  refuseBlockMismatch(message.blocks, content.blocks);
  edit(state, message, {
    text: content.text,
    blocks: args.blocks === undefined ? message.blocks : content.blocks,
    metadata: args.metadata === undefined ? message.metadata : content.metadata,
    attachments: args.attachments === undefined ? message.attachments : content.attachments,
  });
  return { ok: true, channel: channel.id, ts: message.ts, text: message.text, message: wire(state, message, true) };
}

function refuseBlockMismatch(before: Fields[], after: Fields[]): void {
  const isRich = (block: Fields): boolean => block.type === "rich_text";
  if (before.length > 0 && after.length > 0 && before.every(isRich) && !after.some(isRich))
    throw new Refusal("block_mismatch");
}

function ownMessage(state: State, channel: string, ts: string | undefined, refusal: string): Message {
  const message = ts === undefined ? undefined : findMessage(state, channel, ts);
  if (!message) throw new Refusal("message_not_found");
  if (message.bot_id !== state.bot.botId) throw new Refusal(refusal);
  return message;
}

export function deleteMessage(state: State, args: Fields): Fields {
  const channel = writableChannel(state, textOf(args, "channel"));
  const message = ownMessage(state, channel.id, textOf(args, "ts"), "cant_delete_message");
  remove(state, message);
  return { ok: true, channel: channel.id, ts: message.ts };
}

export function postEphemeral(state: State, args: Fields): Fields {
  const channel = writableChannel(state, textOf(args, "channel"));
  const user = textOf(args, "user") ?? "";
  if (!channel.members.includes(user) || state.users.get(user)?.deleted) throw new Refusal("user_not_in_channel");
  const threadTs = textOf(args, "thread_ts");
  const ephemeral = whisper(state, { channel: channel.id, user, threadTs }, contentOf(args));
  return { ok: true, message_ts: ephemeral.ts };
}

export function getPermalink(state: State, args: Fields): Fields {
  const channel = channelNamed(state, textOf(args, "channel"));
  const message = findMessage(state, channel.id, textOf(args, "message_ts") ?? "");
  if (!message) throw new Refusal("message_not_found");
  const inThread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : "";
  const permalink = `${state.url}/archives/${channel.id}/p${message.ts.replace(".", "")}${inThread}`;
  return { ok: true, channel: channel.id, permalink };
}
