import type { IncomingMessage, ServerResponse } from "node:http";
import { methods } from "./api/methods.ts";
import { type Ending, faultFor, troubleOf } from "./faults.ts";
import { type Fields, parsed, textOf } from "./fields.ts";
import { answer, bearerOf, fieldsOf, readBody } from "./http.ts";
import { understood } from "./lacks.ts";
import type { State } from "./model.ts";
import { Refusal } from "./refusal.ts";
import { missingScope } from "./scopes.ts";
import type { Call, Fault, Outcome } from "./traffic.ts";

/** The Web API: every call is logged with how it ended, and faults happen here. */

export async function webApi(
  state: State,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const raw = await readBody(request);
  const args = fieldsOf(raw, request.headers["content-type"] ?? "");
  const fault = faultFor(state, method, args ?? {});
  const call = logged(state, method, args ?? {});
  const accept = (): Ending => ({
    status: 200,
    body: args ? perform(state, method, args, tokenOf(request, args)) : malformed,
    headers: state.app.scopes ? { "x-oauth-scopes": state.app.scopes.join(",") } : {},
  });
  finish(state, response, call, fault, accept);
}

const malformed: Fields = { ok: false, error: "invalid_form_data" };

const tokenOf = (request: IncomingMessage, args: Fields): string | undefined =>
  bearerOf(request) ?? textOf(args, "token");

/** One call, without HTTP. Never throws for what Slack answers with an error. */
function perform(state: State, method: string, args: Fields, token: string | undefined): Fields {
  try {
    if (!Object.hasOwn(methods, method)) throw new Refusal("unknown_method");
    if (token === undefined) throw new Refusal("not_authed");
    refuseToken(state, method, token);
    const needed = missingScope(state, method, args);
    if (needed) return { ok: false, error: "missing_scope", needed, provided: state.app.scopes?.join(",") };
    return methods[method]?.(state, understood(state, method, args)) ?? malformed;
  } catch (error) {
    if (error instanceof Refusal) return error.body();
    throw error;
  }
}

/** The app's own connections need its app-level token, everything else the bot's, or that of a workflow's step at work. */
function refuseToken({ app, steps }: State, method: string, token: string): void {
  const isForApp = method === "apps.connections.open";
  if (!isForApp && [...steps.values()].some((run) => run.token === token && run.status === "running")) return;
  if (token === (isForApp ? app.appToken : app.botToken)) return;
  const isOther = token === (isForApp ? app.botToken : app.appToken);
  throw new Refusal(isOther ? "not_allowed_token_type" : "invalid_auth");
}

/** Notes a request before anything happens to it. Tokens are not kept. */
export function logged(state: State, method: string, args: Fields): Call {
  const { token: _token, ...shown } = args;
  const readable = Object.fromEntries(
    Object.entries(shown).map(([key, value]) => [key, isJson(value) ? parsed(value) : value]),
  );
  const call: Call = { n: state.calls.length + 1, at: state.clock.now(), method, args: readable };
  state.calls.push(call);
  return call;
}

const isJson = (value: unknown): boolean => typeof value === "string" && /^[[{]/.test(value);

/** Lets a call happen and answers it, or has the trouble that was asked for. */
export function finish(
  state: State,
  response: ServerResponse,
  call: Call,
  fault: Fault | undefined,
  accept: () => Ending,
): void {
  const trouble = fault && troubleOf(fault);
  const ending = trouble?.accepts === false ? undefined : accept();
  const sent = trouble ? trouble.sends : ending;
  call.outcome = { ...outcomeOf(ending ?? sent), fault: fault?.kind };
  call.answeredAt = state.clock.now();
  state.changes.bump();
  if (sent === "reset") response.destroy();
  else if (sent !== undefined && sent !== "nothing") answer(response, sent.status, sent.body, sent.headers);
}

/** What became of the call itself, whatever the caller was told. */
function outcomeOf(ending: Ending | "nothing" | "reset" | undefined): Outcome {
  if (ending === undefined || typeof ending === "string") return { status: 0, ok: false };
  const { ok, error, ts } = ending.body;
  return {
    status: ending.status,
    ok: ok === true,
    error: typeof error === "string" ? error : undefined,
    ts: typeof ts === "string" ? ts : undefined,
  };
}
