import { rollbackParts } from "../../models/evidence/rollback.ts";
import { shortId } from "../../models/ids.ts";
import { runThread } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { openGate } from "../gates/open.ts";
import { showGate } from "../show.ts";

export interface RollbackOutcome extends Record<string, unknown> {
  gate: string;
  to: number;
}

/** Asks the approvers of promotions to go back to an earlier deployment: the gate of a promotion, with that as its release. */
export async function rollbackStep(attempt: Attempt): Promise<RollbackOutcome> {
  const { run, program, deps } = attempt;
  const to = Number(attempt.step.params.to);
  const parts = await rollbackParts(run.team, program.name, to);
  await attempt.flush();
  const { promotion, rollback } = program.config.policy;
  const thread = runThread(run);
  const gate = await openGate({
    team: run.team,
    key: `rollback-${run._id}`,
    kind: "promotion",
    program: program.name,
    parts,
    label: null,
    release: String(parts.release),
    comparison: null,
    note: null,
    quorum: rollback.onePerson ? 1 : promotion.quorum,
    requestedBy: run.requestedBy,
    run: run._id,
    rollbackTo: to,
    draft: null,
    channel: run.channel,
    parentKey: "parentKey" in thread ? thread.parentKey : null,
    threadTs: "threadTs" in thread ? thread.threadTs : null,
    expiresAt: new Date(deps.now().getTime() + promotion.expiresMs),
    at: deps.now(),
  });
  await showGate(gate);
  return { gate: shortId(gate._id), to };
}
