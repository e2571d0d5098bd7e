import type { IncomingMessage, ServerResponse } from "node:http";
import { contentOf } from "../api/chat.ts";
import { finish, logged } from "../calls.ts";
import { faultFor } from "../faults.ts";
import { type Fields, isTrue, textOf } from "../fields.ts";
import { fieldsOf, readBody } from "../http.ts";
import { type Content, edit, findMessage, post, remove, whisper } from "../messages.ts";
import type { Ephemeral, Message, State } from "../model.ts";
import { Refusal } from "../refusal.ts";
import type { ResponseUrl } from "../traffic.ts";

const mostUses = 5;

/** A URL by which the app may answer where a person acted: five times within thirty minutes. */
export function issueResponseUrl(
  state: State,
  given: Pick<ResponseUrl, "user" | "channel" | "original" | "cause">,
): string {
  const id = state.id("R");
  state.responseUrls.set(id, { ...given, id, issuedAt: state.clock.now(), uses: 0 });
  return `${state.url}/response/${id}`;
}

export async function respondTo(
  state: State,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = fieldsOf(await readBody(request), "application/json");
  const fault = faultFor(state, "response_url", args ?? {});
  const call = logged(state, "response_url", { ...args, response_url: id });
  finish(state, response, call, fault, () => {
    try {
      if (!args) throw new Refusal("invalid_payload");
      useResponseUrl(state, id, args);
      return { status: 200, body: { ok: true } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const gone = error.code === "used_url" || error.code === "expired_url";
      return { status: gone ? 404 : 400, body: error.body() };
    }
  });
}

function useResponseUrl(state: State, id: string, args: Fields): void {
  const url = state.responseUrls.get(id);
  if (!url || state.clock.now() - url.issuedAt > state.timing.responseUrlMs) throw new Refusal("expired_url");
  if (url.uses >= mostUses) throw new Refusal("used_url");
  url.uses += 1;
  answerPlace(state, url, args);
}

/** Does what the answer to a command, a click or a response_url says: delete, replace, or say something new. */
export function answerPlace(
  state: State,
  place: Pick<ResponseUrl, "user" | "channel" | "original" | "cause">,
  args: Fields,
): void {
  const original = originalOf(state, place);
  if (isTrue(args.delete_original)) {
    if (original) remove(state, original);
    return;
  }
  const content = contentOf(args);
  if (isTrue(args.replace_original) && original) replace(state, original, content, args);
  else say(state, place, content, args);
}

function replace(state: State, original: Message | Ephemeral, content: Content, args: Fields): void {
  edit(state, original, { ...content, blocks: args.blocks === undefined ? [] : content.blocks });
}

function say(
  state: State,
  place: Pick<ResponseUrl, "user" | "channel" | "cause">,
  content: Content,
  args: Fields,
): void {
  const threadTs = textOf(args, "thread_ts");
  const channel = state.channels.get(place.channel);
  if (args.response_type === "in_channel" && channel) {
    post(state, channel, state.bot.userId, content, { threadTs, cause: place.cause });
  } else whisper(state, { ...place, threadTs }, content);
}

function originalOf(state: State, place: Pick<ResponseUrl, "channel" | "original">): Message | Ephemeral | undefined {
  const { original } = place;
  if (!original) return undefined;
  if (!original.ephemeral) return findMessage(state, place.channel, original.ts);
  return state.ephemerals.find(({ ts, deleted_at }) => ts === original.ts && deleted_at === undefined);
}
