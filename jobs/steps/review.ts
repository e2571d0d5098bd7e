import { type Draft, Drafts } from "../../models/draft.ts";
import { truthParts } from "../../models/evidence.ts";
import { Gates } from "../../models/gate.ts";
import { runMessageKey, runThread } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { keepNeighbours } from "../datasets/draft-neighbours.ts";
import { openGate } from "../gates/open.ts";
import { showGate } from "../show.ts";

/** So many cards at once: a person answers a few, not a wall. */
const cardsAtOnce = 10;

export interface ReviewOutcome extends Record<string, unknown> {
  gates: string[];
  waiting: number;
}

/** Opens a truth gate for each drafted label, or for the one the step names, and puts its card into the run's thread. */
export async function reviewStep(attempt: Attempt): Promise<ReviewOutcome> {
  const { run, program, deps, step } = attempt;
  const scope = { team: run.team, program: program.name };
  const only = step.params.draft === undefined ? {} : { _id: String(step.params.draft) };
  const due = await Drafts.find({ ...scope, status: "drafted", ...only })
    .sort({ at: 1, _id: 1 })
    .limit(cardsAtOnce)
    .lean<Draft[]>();
  for (const draft of await keepNeighbours(deps, scope, due)) {
    await attempt.flush({ results: 1 });
    await askAbout(attempt, draft);
  }
  const gates = await Gates.find({ ...scope, kind: "truth", run: run._id }, { _id: 1 })
    .sort({ n: 1 })
    .lean();
  const waiting = await Drafts.countDocuments({ ...scope, status: "drafted" });
  return { gates: gates.map(({ _id }) => _id), waiting };
}

/** One question per draft at a time, however many reviews are asked for at once: an earlier one has to end first. */
async function askAbout({ run, program, deps }: Attempt, draft: Draft): Promise<void> {
  // Another review may have asked, and been answered, since these were listed.
  if (!(await Drafts.exists({ _id: draft._id, status: "drafted" }))) return;
  const label = draft.label ?? {};
  const thread = runThread(run);
  const now = deps.now();
  const earlier = await Gates.countDocuments({ team: run.team, draft: draft._id, status: { $ne: "open" } });
  const gate = await openGate({
    team: run.team,
    key: `truth-${draft._id}-${earlier}`,
    kind: "truth",
    program: program.name,
    parts: await truthParts(draft._id, label),
    label,
    release: null,
    comparison: null,
    note: null,
    quorum: 1,
    requestedBy: run.requestedBy,
    run: run._id,
    draft: draft._id,
    channel: run.channel,
    parentKey: "parentKey" in thread ? thread.parentKey : runMessageKey(run),
    threadTs: "threadTs" in thread ? thread.threadTs : null,
    expiresAt: new Date(now.getTime() + program.config.policy.truth.expiresMs),
    at: now,
  });
  await Drafts.updateOne({ _id: draft._id, status: "drafted" }, { $set: { status: "gated", gate: gate._id } });
  await showGate(gate);
}
