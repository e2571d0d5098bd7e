import { setTimeout as later } from "node:timers/promises";
import { writableChannel } from "../channels.ts";
import { type Fields, fieldsIn, parsed, textOf } from "../fields.ts";
import { post, threadRoot } from "../messages.ts";
import type { SharedFile, State } from "../model.ts";
import { Refusal } from "../refusal.ts";
import { wrong } from "../validate/schema.ts";

/** Uploads in three steps: a URL, the bytes, and the request to share, which happens some time after it was answered. */

export function getUploadURLExternal(state: State, args: Fields): Fields {
  const name = textOf(args, "filename");
  const length = Number(args.length);
  if (name === undefined) throw new Refusal("invalid_arguments", wrong("missing required field: filename", ""));
  if (!(length > 0)) throw new Refusal("invalid_arguments", wrong("missing required field: length", ""));
  const id = state.id("F");
  const alt = textOf(args, "alt_text") ?? textOf(args, "alt_txt");
  state.files.set(id, { id, name, title: name, alt, length, bytes: undefined, shares: [] });
  return { ok: true, upload_url: `${state.url}/upload/${id}`, file_id: id };
}

export function completeUploadExternal(state: State, args: Fields): Fields {
  const files = fieldsIn(parsed(args.files)).map((one) => {
    const file = state.files.get(textOf(one, "id") ?? "");
    if (!file?.bytes) throw new Refusal("file_not_found");
    file.title = textOf(one, "title") ?? file.name;
    return file;
  });
  if (files.length === 0) throw new Refusal("invalid_arguments", wrong("missing required field: files", ""));
  const target = textOf(args, "channel_id");
  if (target !== undefined) {
    const channel = writableChannel(state, target);
    const thread = textOf(args, "thread_ts");
    const threadTs = thread === undefined ? undefined : threadRoot(state, channel.id, thread);
    void shareLater(state, { channel: channel.id, threadTs, text: textOf(args, "initial_comment") ?? "", files });
  }
  return { ok: true, files: files.map(({ id, title }) => ({ id, title })) };
}

type Share = { channel: string; threadTs: string | undefined; text: string; files: SharedFile[] };

async function shareLater(state: State, { channel, threadTs, text, files }: Share): Promise<void> {
  await later(state.timing.fileShareMs, undefined, { signal: state.closing }).catch(() => undefined);
  const place = state.channels.get(channel);
  if (state.closing.aborted || !place) return;
  const shared = files.map((file) => wireFile(state, file));
  const message = post(state, place, state.bot.userId, { text, blocks: [], files: shared }, { threadTs });
  for (const file of files) file.shares.push({ channel, ts: message.ts });
}

export function info(state: State, args: Fields): Fields {
  const file = state.files.get(textOf(args, "file") ?? "");
  if (!file) throw new Refusal("file_not_found");
  return { ok: true, file: wireFile(state, file) };
}

const types: Record<string, string> = {
  csv: "text/csv",
  gif: "image/gif",
  jpg: "image/jpeg",
  json: "application/json",
  png: "image/png",
  txt: "text/plain",
};

/** What a file is served and shown as, by its name; `svg` stays text, because a picture of that kind can hold code. */
export const typeOf = ({ name }: SharedFile): string =>
  types[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "application/octet-stream";

export function wireFile(state: State, file: SharedFile): Fields {
  const { id, name, title, alt, length, user, shares } = file;
  const url = `${state.url}/files/${id}/${encodeURIComponent(name)}`;
  const places = Object.fromEntries(shares.map(({ channel, ts }) => [channel, [{ ts }]]));
  return {
    id,
    name,
    title,
    alt_txt: alt,
    size: length,
    mimetype: typeOf(file),
    filetype: name.split(".").at(-1)?.toLowerCase(),
    user: user ?? state.bot.userId,
    url_private: url,
    url_private_download: url,
    shares: shares.length > 0 ? { public: places } : {},
  };
}
