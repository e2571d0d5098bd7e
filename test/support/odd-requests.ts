import fc from "fast-check";
import { approveId, editId, rejectId } from "../../blocks/gate.ts";
import { signature } from "../../examples/workspace/deliver/post.ts";
import { defaultSigningSecret } from "../../examples/workspace/seed.ts";

/** One request as it goes over the wire. */
export interface Sent {
  body: string;
  headers: Record<string, string>;
}

export const form = "application/x-www-form-urlencoded";
const ids = { team_id: "T0HELIX", api_app_id: "A0HELIX", trigger_id: "1.2.odd" };
const by = { team: { id: "T0HELIX" }, user: { id: "U0RITA", team_id: "T0HELIX" }, api_app_id: "A0HELIX" };
const at = { channel: { id: "C0HELIX01" }, message: { ts: "1700000000.000100", text: "" } };

/** A request of each kind Slack makes, by somebody who may look and decide nothing. `gate`: value of its buttons. */
function shapes(gate: string, text: string, n: number): { type: string; body: object }[] {
  const ts = `1700000000.${String(n).padStart(6, "0")}`;
  const where = { channel: "C0HELIX01", user: "U0RITA", ts, text };
  const event = (fields: object) => ({ type: "json", body: { ...ids, type: "event_callback", event: fields } });
  const payload = (body: object) => ({ type: "payload", body: { ...by, ...body, trigger_id: ids.trigger_id } });
  const view = {
    id: "V1",
    callback_id: "truth_edit",
    private_metadata: gate,
    state: { values: { a: { b: { value: "x" } } } },
  };
  const click = (action_id: string) =>
    payload({ type: "block_actions", ...at, actions: [{ type: "button", block_id: "b", action_id, value: gate }] });
  const command = {
    ...ids,
    command: "/helix",
    text,
    user_id: "U0RITA",
    channel_id: "C0HELIX01",
    response_url: "http://127.0.0.1:65534/",
  };
  return [
    { type: "form", body: command },
    event({ type: "app_mention", ...where }),
    event({ type: "message", channel_type: "im", ...where }),
    event({ type: "app_home_opened", user: "U0RITA", channel: "D0RITA", tab: "home" }),
    event({ type: "message", subtype: "message_changed", message: where, previous_message: where, ...where }),
    ...[approveId, editId, rejectId, "run_cancel", "run_start", "comparison_changed", "no_such_button"].map(click),
    payload({ type: "view_submission", view }),
    payload({ type: "view_submission", view: { ...view, callback_id: "gate_rejected" } }),
    payload({ type: "view_closed", view }),
    payload({ type: "shortcut", callback_id: "no_such_shortcut" }),
    payload({ type: "message_action", callback_id: "no_such_shortcut", ...at }),
    payload({ type: "block_suggestion", action_id: "none", block_id: "b", value: "x" }),
  ];
}

const nested = (depth: number): unknown => JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, "", [], {}, { $gt: "" }, { $where: "1" }, ["a"], nested(300)),
  fc.constantFrom<unknown>(
    "T0OTHER",
    "<!channel>",
    "__proto__",
    "\u0000",
    "x".repeat(20_000),
    "🙈".repeat(500),
    "\u202Eשלום مرحبا",
  ),
  fc.json().map((text) => JSON.parse(text)),
);
const texts = fc.constantFrom(
  "status",
  "help",
  "programs",
  "datasets",
  "<@U0HELIX> make me a sandwich",
  "‘status’ —help",
);
const mutation = fc.record({ where: fc.nat(), odd: oddValue, removes: fc.boolean() });

/** `count` rightly signed requests whose bodies are a little, or very, unlike Slack's; the same ones every time. */
export function oddRequests(gate: string, count: number): Sent[] {
  const plan = fc.tuple(fc.nat(), texts, fc.array(mutation, { minLength: 1, maxLength: 3 }));
  return fc.sample(plan, { numRuns: count, seed: 7 }).map(([which, text, mutations], n) => {
    const kinds = shapes(gate, text, n);
    const { type, body } = structuredClone(kinds[which % kinds.length] ?? { type: "json", body: {} });
    for (const each of mutations) mutate(body, each);
    return signed(
      type === "json" ? JSON.stringify(body) : asForm(type, body),
      type === "json" ? "application/json" : form,
    );
  });
}

function asForm(type: string, body: object): string {
  if (type === "payload") return new URLSearchParams({ payload: JSON.stringify(body) }).toString();
  const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  return new URLSearchParams(
    Object.entries(body).map(([key, value]): [string, string] => [key, asText(value)]),
  ).toString();
}

/** Removes or replaces what stands somewhere in the body. */
function mutate(body: object, { where, odd, removes }: { where: number; odd: unknown; removes: boolean }): void {
  const places = placesIn(body);
  const [holder, key] = places[where % Math.max(1, places.length)] ?? [];
  if (holder === undefined || key === undefined) return;
  if (removes) delete holder[key];
  else holder[key] = odd;
}

function placesIn(value: unknown, depth = 0): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null || depth > 6) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [
    [holder, key] as [Record<string, unknown>, string],
    ...placesIn(holder[key], depth + 1),
  ]);
}

/** A body with Slack's signature over it, now. */
export function signed(
  body: string,
  type = form,
  secret = defaultSigningSecret,
  seconds = Math.floor(Date.now() / 1_000),
): Sent {
  const headers = {
    "x-slack-request-timestamp": String(seconds),
    "x-slack-signature": signature(secret, seconds, body),
  };
  return { body, headers: { "content-type": type, ...headers } };
}

/** `count` requests nobody may answer but with a refusal: each would do something, if its signature were Slack's. */
export function forgedRequests(gate: string, count: number): Sent[] {
  const now = Math.floor(Date.now() / 1_000);
  const kinds = shapes(gate, "run ticket-router --optimizer gepa --model flash", 0);
  return Array.from({ length: count }, (_, n) => {
    const { type, body } = kinds[n % kinds.length] ?? { type: "json", body: {} };
    const text = type === "json" ? JSON.stringify(body) : asForm(type, body);
    const good = signed(text, type === "json" ? "application/json" : form);
    return forgeries(good, now)[Math.floor(n / kinds.length) % 8] ?? good;
  });
}

function forgeries({ body, headers }: Sent, now: number): Sent[] {
  const type = headers["content-type"] ?? form;
  const swap = (changed: Record<string, string>): Sent => ({ body, headers: { ...headers, ...changed } });
  return [
    signed(body, type, "another-signing-secret"),
    signed(body, type, defaultSigningSecret, now - 600),
    { body, headers: { "content-type": type } },
    { body: `${body}&x=1`, headers },
    swap({ "x-slack-signature": "v0=" }),
    swap({ "x-slack-signature": `v1=${headers["x-slack-signature"]?.slice(3)}` }),
    swap({ "x-slack-request-timestamp": "soon" }),
    swap({ "x-slack-signature": "v0=".padEnd(67, "0") }),
  ];
}
