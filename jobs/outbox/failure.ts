import { type Claimed, giveUp, release, startAnew } from "../../models/outbox/moves.ts";
import { rememberPlain } from "../../models/outbox/plain-teams.ts";
import type { Form } from "../../models/outbox.ts";
import { type Delivery, inMs, nextTry, tell } from "./delivery.ts";
import { simplerThan } from "./form.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { lockedProblem, plainProblem, refusedProblem, unknownProblem, unpostableProblem } from "./problems.ts";

type Told = Extract<Outcome, { code: string }>;

/** Decides what becomes of a message whose post or edit failed. Only a post that may have arrived stays `attempted`. */
export function afterFailedCall(
  message: Claimed,
  { kind, form }: { kind: "post" | "update"; form: Form },
  error: unknown,
  d: Delivery,
): Promise<void> {
  const outcome = outcomeOf(error);
  const failures = message.failures + 1;
  switch (outcome.kind) {
    case "limited":
      return waitForLimit(message, kind === "post" ? "chat.postMessage" : "chat.update", outcome.retryAfterMs, d, null);
    case "unsent":
      return release(message, nextTry(message, d), { attempted: null, failures });
    case "unknown":
      return kind === "post"
        ? release(message, d.now(), { failures })
        : release(message, nextTry(message, d), { attempted: null, failures });
    case "gone":
      return kind === "update" ? startAnew(message, d.now()) : refuse(message, outcome, error, d);
    case "content":
      return simpler(message, form, outcome, error, d);
    case "locked":
      return waitForAccess(message, outcome, error, d, null);
    case "refused":
      return refuse(message, outcome, error, d);
  }
}

/** Decides what becomes of an attempted post when looking for it failed: it stays `attempted`, whatever happens. */
export function afterFailedLook(message: Claimed, error: unknown, d: Delivery): Promise<void> {
  const outcome = outcomeOf(error);
  switch (outcome.kind) {
    case "limited":
      return waitForLimit(message, "conversations.read", outcome.retryAfterMs, d, message.attempted);
    case "unsent":
    case "unknown":
      return release(message, nextTry(message, d), { failures: message.failures + 1 });
    case "locked":
      return outcome.code === "missing_scope"
        ? leaveUnknown(message, "the app may not read the channel to look (missing_scope)", error, d)
        : waitForAccess(message, outcome, error, d, message.attempted);
    case "gone":
    case "content":
    case "refused":
      return leaveUnknown(message, `the channel cannot be read to look for it (${outcome.code})`, error, d);
  }
}

/** A post that can neither be found nor be ruled out is given up, still marked as attempted, and said to be so. */
export function leaveUnknown(message: Claimed, because: string, cause: unknown, d: Delivery): Promise<void> {
  const problem = unknownProblem(because);
  tell(message, "unknown", problem, cause, d);
  return giveUp(message, problem, inMs(d, d.timing.maxBackoffMs), message.attempted);
}

type Limited = Parameters<Delivery["pauses"]["pause"]>[0];

function waitForLimit(
  message: Claimed,
  method: Limited,
  retryAfterMs: number,
  d: Delivery,
  attempted: Claimed["attempted"],
): Promise<void> {
  const until = inMs(d, retryAfterMs);
  d.pauses.pause(method, message.channel, until.getTime());
  return release(message, until, { attempted });
}

function waitForAccess(
  message: Claimed,
  { code, details }: Told,
  cause: unknown,
  d: Delivery,
  attempted: Claimed["attempted"],
): Promise<void> {
  const problem = lockedProblem(code, details);
  tell(message, "locked", problem, cause, d);
  const until = inMs(d, d.timing.maxBackoffMs);
  d.pauses.pauseAll(until.getTime());
  return release(message, until, { attempted, problem });
}

function refuse(message: Claimed, { code }: Told, cause: unknown, d: Delivery): Promise<void> {
  const problem = refusedProblem(code, message.channel);
  tell(message, "refused", problem, cause, d);
  return giveUp(message, problem, inMs(d, d.timing.maxBackoffMs));
}

/** The same version goes out once more in a simpler form; new content gets its blocks tried again. */
async function simpler(message: Claimed, form: Form, outcome: Told, cause: unknown, d: Delivery): Promise<void> {
  const next = simplerThan(form, message.wanted);
  if (next === null) {
    const problem = unpostableProblem(outcome.code);
    tell(message, "refused", problem, cause, d);
    return giveUp(message, problem, d.now());
  }
  const problem = plainProblem(outcome.code, outcome.details, next);
  tell(message, "plain", problem, cause, d);
  if (next === "plain" && isAboutKind(outcome)) await rememberPlain(message.team, problem, inMs(d, d.timing.plainMs));
  return release(message, d.now(), { attempted: null, refused: { version: message.wantedVersion, form }, problem });
}

/** Whether the next message with such blocks would be refused as well; one that was too long or ill made says nothing of it. */
const isAboutKind = ({ code, details }: Told): boolean =>
  code.startsWith("invalid_blocks")
    ? details.length === 0 || details.some((each) => /unsupported|unknown/i.test(each))
    : code.includes("unsupported") || code.includes("unknown");
