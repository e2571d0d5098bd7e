import { Error as MongooseError, mongo } from "mongoose";
import { slackTrouble } from "./slack-trouble.ts";

/** Expected trouble on its way to a person: what happened, why, and what to do next. */
export class Trouble extends Error {
  readonly what: string;
  readonly why: string;
  readonly next: string;

  constructor(what: string, why: string, next: string, options?: ErrorOptions) {
    super(`${what}: ${why}`, options);
    this.what = what;
    this.why = why;
    this.next = next;
  }
}

/** Translates whatever was thrown into words; the original goes to the log, not to people. */
export function inWords(error: unknown): { what: string; why: string; next: string } {
  if (error instanceof Trouble) return { what: error.what, why: error.why, next: error.next };
  if (isStoreTrouble(error))
    return {
      what: "Helix cannot reach its database",
      why: "MongoDB does not answer",
      next: "try again in a minute; if it lasts, tell whoever runs Helix",
    };
  const refused = slackTrouble(error);
  if (refused) return refused;
  const message = error instanceof Error ? error.message : String(error);
  return {
    what: "Helix ran into something it did not expect",
    why: message.slice(0, 500),
    next: "look into the worker's log, then run it again",
  };
}

/** The attempt's claim was taken over or the run was cancelled: it must stop and write nothing. */
export class ClaimLost extends Error {}

/** The attempt has to end though nothing went wrong; its message says why. The step goes back to the queue. */
export class Interrupted extends Error {}

/** What the system refused, by its code (EACCES, ENOSPC …); null for any other error. */
export function systemCode(error: unknown): string | null {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof syscall === "string" && typeof code === "string" ? code : null;
}

/** MongoDB did not answer for a moment: that says nothing about the work, which goes on at the next attempt. */
export const isStoreTrouble = (error: unknown): error is Error =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  error instanceof mongo.MongoNotConnectedError ||
  error instanceof MongooseError.MongooseServerSelectionError;
