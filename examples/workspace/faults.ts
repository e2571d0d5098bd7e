import type { Fields } from "./fields.ts";
import type { State } from "./model.ts";
import type { Fault } from "./traffic.ts";

/**
 * Trouble on request, for a Web API method, `response_url`, or `*`:
 * - before the call is accepted: `ratelimited`, `dropped` (connection reset), `http_500`, `hang`, `error:<code>`;
 * - after it is accepted: `accepted_then_timeout` (never answers), `accepted_then_500`, `accepted_then_dropped`.
 */
export const faultKinds = [
  "ratelimited",
  "dropped",
  "http_500",
  "hang",
  "accepted_then_timeout",
  "accepted_then_500",
  "accepted_then_dropped",
] as const;

export type FaultWish = {
  method: string;
  kind: string;
  /** How many calls it hits; 1 unless told. */
  times?: number | undefined;
  /** It begins with the nth matching call from now, counted from 1. */
  nth?: number | undefined;
  /** Seconds, for `ratelimited`; 1 unless told. */
  retryAfter?: number | undefined;
  containing?: string | undefined;
};

/** Asks for trouble. Returns what is wrong with the wish, if anything. */
export function addFault(state: State, wish: FaultWish): string | undefined {
  const known = faultKinds.some((kind) => kind === wish.kind) || wish.kind?.startsWith("error:");
  if (!known) return `unknown fault "${wish.kind}" (${faultKinds.join(", ")}, error:<code>)`;
  if (typeof wish.method !== "string") return "a fault needs a method";
  state.faults.push({
    id: state.faults.length + 1,
    method: wish.method,
    kind: wish.kind,
    times: wish.times ?? 1,
    skip: (wish.nth ?? 1) - 1,
    retryAfter: wish.retryAfter ?? 1,
    containing: wish.containing,
  });
  return undefined;
}

/** The fault that hits this call, if any; it is used up by that. */
export function faultFor(state: State, method: string, args: Fields): Fault | undefined {
  const hits = (fault: Fault): boolean =>
    fault.times > 0 &&
    (fault.method === "*" || fault.method === method) &&
    (fault.containing === undefined || JSON.stringify(args).includes(fault.containing));
  for (const fault of state.faults.filter(hits)) {
    if (fault.skip === 0) {
      fault.times -= 1;
      return fault;
    }
    fault.skip -= 1;
  }
  return undefined;
}

/** How a call is answered. */
export type Ending = { status: number; body: Fields; headers?: Record<string, string> };
/** Whether the call takes effect, and what the caller gets: an answer, a reset connection, or nothing ever. */
export type Trouble = { accepts: boolean; sends: Ending | "nothing" | "reset" };

const broken: Ending = { status: 500, body: { ok: false, error: "internal_error" } };

export function troubleOf({ kind, retryAfter }: Fault): Trouble {
  switch (kind) {
    case "accepted_then_timeout":
      return { accepts: true, sends: "nothing" };
    case "accepted_then_500":
      return { accepts: true, sends: broken };
    case "accepted_then_dropped":
      return { accepts: true, sends: "reset" };
    case "hang":
      return { accepts: false, sends: "nothing" };
    case "dropped":
      return { accepts: false, sends: "reset" };
    case "http_500":
      return { accepts: false, sends: broken };
    case "ratelimited": {
      const headers = { "retry-after": String(retryAfter) };
      return { accepts: false, sends: { status: 429, body: { ok: false, error: kind }, headers } };
    }
    default:
      return { accepts: false, sends: { status: 200, body: { ok: false, error: kind.replace(/^error:/, "") } } };
  }
}
