import type { State } from "../model.ts";
import { form, json, send } from "./deliver.ts";
import { signature } from "./post.ts";
import { type Act, actResult } from "./result.ts";

export type RawRequest = {
  body: string;
  contentType?: string | undefined;
  /** `stale`: rightly signed, ten minutes ago. `bad`: signed with another secret. `none`: no headers. */
  signature?: "good" | "bad" | "stale" | "none" | undefined;
  headers?: Record<string, string> | undefined;
};

/** Sends any body to the app, rightly signed or not. */
export async function sendRaw(state: State, raw: RawRequest): Promise<Act & { body: string }> {
  const { body, signature: kind = "good" } = raw;
  const contentType = raw.contentType ?? (body.startsWith("{") ? json : form);
  const seconds = Math.floor(Date.now() / 1000) - (kind === "stale" ? 600 : 0);
  const secret = kind === "bad" ? `not ${state.app.signingSecret}` : state.app.signingSecret;
  const signed: Record<string, string> =
    kind === "none"
      ? {}
      : { "x-slack-request-timestamp": String(seconds), "x-slack-signature": signature(secret, seconds, body) };
  const id = state.id("K");
  const answer = await send(
    state,
    { id, kind: "raw", body, contentType },
    { "content-type": contentType, ...signed, ...raw.headers },
  );
  return { ...actResult(state, id, answer), body: answer.body };
}

/** Asks the app for the challenge, as Slack does when its request URL is saved. */
export async function verifyUrl(state: State): Promise<boolean> {
  const challenge = state.id("challenge");
  const { body } = await sendRaw(state, {
    body: JSON.stringify({ token: "deprecated", challenge, type: "url_verification" }),
  });
  return body.includes(challenge);
}
