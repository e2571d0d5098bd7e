import { ErrorCode } from "@slack/web-api";

/**
 * What a failed call to Slack means for the message: `limited` and `unsent` did certainly nothing, `unknown` may have
 * done it, `gone` cannot be edited any more, `content` and `refused` will fail again as they are, `locked` fails for
 * every message until somebody mends Helix's own access.
 */
export type Outcome =
  | { kind: "limited"; retryAfterMs: number }
  | { kind: "unsent" | "unknown" }
  | { kind: "gone" | "content" | "refused" | "locked"; code: string; details: string[] };

const gone = ["message_not_found", "cant_update_message", "edit_window_closed"];
const content = [
  "invalid_blocks",
  "invalid_blocks_format",
  "unsupported_block_type",
  "unknown_block_type",
  "block_mismatch",
  "msg_too_long",
  "msg_blocks_too_long",
  "invalid_attachments",
];
const locked = [
  "not_authed",
  "invalid_auth",
  "account_inactive",
  "token_expired",
  "token_revoked",
  "no_permission",
  "missing_scope",
  "org_login_required",
  "ekm_access_denied",
];
const unknown = ["internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"];
const unsentCauses = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"];

/** Reads the meaning out of whatever a WebClient throws; what cannot be read counts as `unknown`. */
export function outcomeOf(error: unknown): Outcome {
  const { code, data, retryAfter, statusCode } = fieldsOf(error);
  switch (code) {
    case ErrorCode.RateLimitedError:
      return { kind: "limited", retryAfterMs: (retryAfter ?? 1) * 1_000 };
    case ErrorCode.PlatformError:
      return platformOutcome(data?.error ?? "unknown_error", [
        ...(data?.needed ? [data.needed] : []),
        ...(data?.response_metadata?.messages ?? []),
      ]);
    case ErrorCode.HTTPError:
      return statusCode !== undefined && statusCode < 500
        ? { kind: "locked", code: `HTTP ${statusCode}`, details: [] }
        : { kind: "unknown" };
    default:
      return causesOf(error).some((cause) => unsentCauses.includes(fieldsOf(cause).code ?? ""))
        ? { kind: "unsent" }
        : { kind: "unknown" };
  }
}

function platformOutcome(code: string, details: string[]): Outcome {
  if (code === "ratelimited" || code === "rate_limited") return { kind: "limited", retryAfterMs: 1_000 };
  if (unknown.includes(code)) return { kind: "unknown" };
  if (gone.includes(code)) return { kind: "gone", code, details };
  if (content.includes(code)) return { kind: "content", code, details };
  if (locked.includes(code)) return { kind: "locked", code, details };
  return { kind: "refused", code, details };
}

interface Fields {
  code?: string;
  data?: { error?: string; needed?: string; response_metadata?: { messages?: string[] } };
  retryAfter?: number;
  statusCode?: number;
  cause?: unknown;
  original?: unknown;
}

const fieldsOf = (error: unknown): Fields => (typeof error === "object" && error !== null ? error : {});

/** The error and what it was made from: WebClient wraps fetch's error, which wraps the socket's. */
function causesOf(error: unknown): unknown[] {
  const { cause, original } = fieldsOf(error);
  const inner = original ?? cause;
  return inner === undefined ? [error] : [error, ...causesOf(inner)];
}
