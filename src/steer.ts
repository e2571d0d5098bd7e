import type { WebClient } from "@slack/web-api";
import type { Deps } from "../jobs/deps.ts";
import { showRun } from "../jobs/show.ts";
import { cancelRun } from "../models/claim/ending.ts";
import type { Person } from "../models/may-decide.ts";
import { theProgram } from "../models/program.ts";
import { mayStart, startWaiting } from "../models/run/ask.ts";
import { mayCancel, mayPause, mayResume, pauseRun, resumeRun, type Verdict } from "../models/run/pause.ts";
import { type Run, Runs } from "../models/run.ts";
import { approversOf } from "./approvers.ts";
import { listed } from "./parse/words.ts";

export type RunAct = "cancel" | "pause" | "resume" | "start";

export interface Refusal {
  what: string;
  why: string;
  next: string;
}

interface Steering {
  done: string;
  may(run: Run, at: Date): Verdict;
  move(run: Run, by: string, at: Date): Promise<Run | null>;
}

const steering: Record<RunAct, Steering> = {
  cancel: { done: "cancelled", may: mayCancel, move: (run, by, at) => cancelRun(run._id, by, at) },
  pause: { done: "paused", may: mayPause, move: pauseRun },
  resume: { done: "resumed", may: mayResume, move: resumeRun },
  start: { done: "started", may: mayStart, move: startWaiting },
};

const mostNamed = 4;

/** People, of whom Helix, which asks for runs as well, is none. */
const oneOf = (people: string[]): string =>
  listed(
    people
      .filter((id) => id !== "helix")
      .slice(0, mostNamed)
      .map((id) => `<@${id}>`),
  );

/**
 * Starts, cancels, pauses or resumes a run for a person: whoever asked for it, or may approve its promotion. Null: it is
 * done and shown; a step that became due is given to the queue by the reconciler.
 */
export async function steerRun(
  deps: Deps,
  act: RunAct,
  runId: string,
  { user, team }: Person,
  client: WebClient,
): Promise<Refusal | null> {
  const { done, may, move } = steering[act];
  const refuse = (why: string, next: string): Refusal => ({ what: `Nothing was ${done}`, why, next });
  const run = await Runs.findOne({ _id: runId, team }).lean<Run>();
  if (!run) return refuse("there is no such run", "see which there are with /helix runs");
  const program = await theProgram(run.team, run.program);
  const people = [...new Set([run.requestedBy, ...((await approversOf(program, "promotion", client)) ?? [])])];
  if (!people.includes(user))
    return refuse(`only whoever asked for a run, or an approver, may ${act} it`, `ask ${oneOf(people)}`);
  if (act === "start" && program.removed)
    return refuse(`${program.name} was removed meanwhile`, "an operator brings it back with `npm run helix -- add`");
  const verdict = may(run, deps.now());
  if (!verdict.ok) return refuse(verdict.because, verdict.next);
  const after = await move(run, user, deps.now());
  if (!after) return refuse("it moved while you clicked", "its message shows how things stand now");
  await showRun(after);
  return null;
}
