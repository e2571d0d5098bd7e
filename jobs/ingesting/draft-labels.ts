import { join } from "node:path";
import { type Draft, Drafts } from "../../models/draft.ts";
import { theState } from "../../models/release.ts";
import { spentUsd } from "../../models/run.ts";
import type { Attempt } from "../attempt.ts";
import { endedBadly } from "../evaluating/ended.ts";
import { governorOf } from "../limits/governor.ts";
import { runJob } from "../runner.ts";
import { materialise } from "../snapshots.ts";
import { commonSpec, keysFor, lmSpec, ownModels, releaseLm, writeRows } from "../specs.ts";
import { deployedRelease } from "../steps/evaluate.ts";

/** Lets the draft role's model run the deployed program over what has no label yet, or over those drafts alone. */
export async function draftLabels(attempt: Attempt, only?: string[]): Promise<number> {
  const { run, program, deps } = attempt;
  const which = { status: "undrafted" as const, ...(only && { _id: { $in: only } }) };
  const due = await Drafts.find({ team: run.team, program: program.name, ...which })
    .limit(50)
    .lean<Draft[]>();
  if (due.length === 0) return 0;
  const { roles } = program.config;
  const lm = releaseLm(program.config, roles.draft ?? roles.reflection ?? roles.task);
  const release = await deployedRelease(run.team, program.name, program.deployed);
  const workDir = join(deps.home, "work", `${attempt.fence}-drafts`);
  const rows = due.map((draft) => ({
    id: draft._id,
    inputs: draft.inputs,
    label: null,
    repetition: 0,
    prediction: null,
  }));
  const spec = {
    ...commonSpec(program, {
      workDir,
      root: await materialise(release.snapshot, deps.home),
      adapter: release.adapter,
      entry: release.entry,
      threads: deps.threads,
      maxUsd: Math.max(0, run.limitUsd - spentUsd(run)),
      lms: { ...ownModels(program, deps.env).lms, task: lmSpec(lm, deps.env) },
      state: (await theState(release.stateHash)).state,
    }),
    metric: null,
    kind: "evaluate" as const,
    rows: await writeRows(join(workDir, "rows.jsonl"), rows as Parameters<typeof writeRows>[1]),
  };
  let drafted = 0;
  const end = await runJob(spec, {
    python: program.config.python ?? deps.python,
    packages: deps.packages,
    env: { ...ownModels(program, deps.env).keys, ...keysFor([lm], deps.env) },
    signal: attempt.signal,
    governor: governorOf(attempt),
    onEvent: async (event) => {
      if (event.type !== "example") return;
      await attempt.flush({
        results: 1,
        usd: event.lm.usd ?? 0,
        lmCalls: event.lm.calls,
        unknownCost: event.lm.usd === null,
      });
      const good = event.status === "ok" && event.prediction;
      if (event.status === "provider_error") return;
      const set = good
        ? {
            label: withoutReasoning(event.prediction ?? {}),
            draftedBy: `${lm.alias}, running the deployed program`,
            status: "drafted" as const,
          }
        : { status: "undraftable" as const, problem: event.error };
      const kept = await Drafts.updateOne({ _id: event.id, status: "undrafted" }, { $set: set });
      if (kept.modifiedCount > 0 && good) drafted += 1;
    },
  });
  if (attempt.signal.aborted) throw attempt.signal.reason;
  if (end.status !== "ok") throw endedBadly("Labels could not be drafted", end);
  return drafted;
}

const withoutReasoning = ({ reasoning: _, ...label }: Record<string, unknown>) => label;
