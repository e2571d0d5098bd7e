import type { Message } from "../../blocks/kit.ts";
import { triedMessage } from "../../blocks/tried.ts";
import { intentToLine } from "../../models/intent/line.ts";
import type { RunState, RunsIntent } from "../../models/intent.ts";
import { triedRuns } from "../../models/tried.ts";
import type { Asker } from "../answers.ts";

const page = 12;

/** What was tried: by whom, when, with what result and verdict, at what cost. */
export async function runsAnswer(intent: RunsIntent, { team, user }: Asker): Promise<Message> {
  const by = intent.by === "me" ? user : intent.by;
  const before = intent.before === null ? null : Number(intent.before.slice(1));
  const { program, optimizer, status } = intent;
  const { tried, total, spent } = await triedRuns({ team, program, optimizer, by, status, before }, page);
  const last = tried.at(-1);
  const more = last && total > tried.length ? intentToLine({ ...intent, before: `r${last.run.n}` }) : null;
  return triedMessage({ of: scopeOf(intent), tried, total, spent, more });
}

/** Said of one run as well as of many. */
const stateWords: Record<RunState, string> = {
  waiting: "waiting for Start",
  queued: "waiting for a worker",
  running: "at work",
  paused: "on pause",
  done: "that came to an end",
  failed: "that failed",
  cancelled: "that somebody cancelled",
};

function scopeOf({ program, optimizer, by, status, before }: RunsIntent): string {
  return [
    program && `of ${program}`,
    optimizer && `with ${optimizer}`,
    by && `by ${by === "me" ? "you" : by === "helix" ? "Helix" : "that person"}`,
    status && stateWords[status],
    before && `before ${before}`,
  ]
    .filter(Boolean)
    .join(" ");
}
