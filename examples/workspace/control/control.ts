import type { IncomingMessage, ServerResponse } from "node:http";
import { assistantThreads } from "../api/people.ts";
import { type RawRequest, sendRaw, verifyUrl } from "../deliver/raw.ts";
import { runStep } from "../deliver/steps.ts";
import { type Fields, isFields, textOf } from "../fields.ts";
import { answer, fieldsOf, readBody } from "../http.ts";
import { messagesIn, threadOf } from "../messages.ts";
import type { State } from "../model.ts";
import { refresh } from "../socket/mode.ts";
import { openViews, wireView } from "../views.ts";
import { act } from "./acts.ts";
import { advance, directory, setApp, setFaults, setPeople } from "./settings.ts";

/** `/control/*`: what tests and the demo see and do. Nothing of it exists in Slack. */
export async function control(
  state: State,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = url.pathname.replace("/control/", "");
  if (request.method === "GET") {
    const shown = await look(state, path, url.searchParams);
    return shown === undefined
      ? answer(response, 404, { problem: `nothing at ${path}` })
      : answer(response, 200, shown);
  }
  const args = fieldsOf(await readBody(request), "application/json");
  if (!args) return answer(response, 400, { problem: "the body has to be a JSON object" });
  const done = await change(state, path, args);
  return done === undefined ? answer(response, 404, { problem: `nothing at ${path}` }) : answer(response, 200, done);
}

async function look(state: State, path: string, query: URLSearchParams): Promise<unknown> {
  const user = query.get("user");
  const channel = query.get("channel");
  const since = Number(query.get("since") ?? 0);
  switch (path) {
    case "changes":
      return { current: await state.changes.after(since, Number(query.get("timeout") ?? 0)) };
    case "app":
      return state.app;
    case "directory":
      return directory(state);
    case "messages":
      return messagesAt(state, channel, query.get("thread"));
    case "ephemerals":
      return state.ephemerals.filter((one) => one.deleted_at === undefined && (user === null || one.user === user));
    case "views":
      return openViews(state, user ?? "").map((view) => ({
        ...wireView(state, view),
        errors: view.errors,
        seq: view.seq,
        cause: view.cause,
      }));
    case "home": {
      const home = state.homes.get(user ?? "");
      return { home: home ? wireView(state, home) : null };
    }
    case "assistant":
      return assistantThreads(state);
    case "steps":
      return [...state.steps.values()];
    case "calls":
      return state.calls.filter(({ n, method }) => n > since && (query.get("method") ?? method) === method);
    case "sockets":
      return state.sockets.map(({ id }) => ({ id }));
    case "deliveries":
      return state.deliveries;
    case "faults":
      return state.faults;
    default:
      return undefined;
  }
}

function messagesAt(state: State, channel: string | null, thread: string | null): unknown {
  if (channel === null) return [...state.channels.keys()].flatMap((id) => messagesIn(state, id));
  return thread === null ? messagesIn(state, channel) : threadOf(state, channel, thread);
}

async function change(state: State, path: string, args: Fields): Promise<unknown> {
  if (path.startsWith("acts/")) return act(state, path.replace("acts/", ""), args);
  switch (path) {
    case "app":
      return setApp(state, args);
    case "people":
      return setPeople(state, args);
    case "faults":
      return setFaults(state, args);
    case "faults/clear":
      state.faults.length = 0;
      return { ok: true };
    case "sockets/refresh":
      refresh(state);
      return { ok: true };
    case "clock":
      return advance(state, args);
    case "steps":
      return runStep(state, textOf(args, "callbackId") ?? "", isFields(args.inputs) ? args.inputs : {});
    case "raw":
      return sendRaw(state, args as RawRequest);
    case "verify":
      return { ok: await verifyUrl(state) };
    default:
      return undefined;
  }
}
