import type { Fields } from "./fields.ts";

/** What goes between the workspace and the app: calls, deliveries, permissions to answer, and trouble on request. */

export type Trigger = {
  id: string;
  user: string;
  issuedAt: number;
  used: boolean;
  viewId?: string | undefined;
  cause: string;
};

export type ResponseUrl = {
  id: string;
  user: string;
  channel: string;
  issuedAt: number;
  uses: number;
  /** The message whose element was used; absent for commands. */
  original?: { ts: string; ephemeral: boolean } | undefined;
  cause: string;
};

export type Outcome = {
  status: number;
  ok: boolean;
  error?: string | undefined;
  fault?: string | undefined;
  ts?: string | undefined;
};

export type Call = {
  n: number;
  at: number;
  method: string;
  args: Fields;
  outcome?: Outcome | undefined;
  answeredAt?: number;
};

/** One HTTP request to the app, and how it ended. `status` 0: nobody answered in time or at all. */
export type Delivery = {
  id: string;
  kind:
    | "command"
    | "block_actions"
    | "view_submission"
    | "view_closed"
    | "shortcut"
    | "block_suggestion"
    | "event"
    | "raw";
  event?: string | undefined;
  eventId?: string | undefined;
  retry?: number | undefined;
  at: number;
  status: number;
  reason?: DeliveryFailure | undefined;
  body: string;
};

export type DeliveryFailure = "http_timeout" | "http_error" | "connection_failed";

export type Fault = {
  id: number;
  method: string;
  kind: string;
  /** How many of the matching calls it still hits. */
  times: number;
  /** How many matching calls pass before it begins. */
  skip: number;
  /** Seconds, for `ratelimited`. */
  retryAfter: number;
  /** Only calls whose arguments, as JSON, contain this. */
  containing: string | undefined;
};

/** How long the app has to answer, and how long after a failed delivery an event is sent again. */
export type Timing = {
  ackTimeoutMs: number;
  retryDelaysMs: number[];
  triggerMs: number;
  responseUrlMs: number;
  /** How long after an upload is complete it appears in the channel. */
  fileShareMs: number;
  /** How long a message may grow. */
  streamMs: number;
};
