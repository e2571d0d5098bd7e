import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll } from "vitest";
import { Attempt } from "../../jobs/attempt.ts";
import { openAuditLog } from "../../jobs/audit-anchor.ts";
import type { Deps } from "../../jobs/deps.ts";
import { claimStep } from "../../models/claim.ts";
import { theProgram } from "../../models/program.ts";
import type { Run } from "../../models/run.ts";
import { team } from "../support/gates.ts";

/** What jobs need, for steps that start no Python; its folder goes with the test file. */
export function useDeps(changes: Partial<Deps> = {}): Deps {
  const home = mkdtempSync(join(tmpdir(), "helix-review-"));
  afterAll(() => rm(home, { recursive: true, force: true }));
  return {
    team,
    home,
    python: "/nowhere/python",
    packages: "/nowhere",
    audit: openAuditLog(join(home, "audit.anchor")),
    env: {},
    threads: 2,
    owner: "a worker",
    leaseMs: 15_000,
    now: () => new Date(),
    log: pino({ level: "silent" }),
    openTraces: () => Promise.reject(new Error("this test reads no traces")),
    ...changes,
  };
}

/** One attempt at a step, claimed as a worker would. */
export async function attemptAt(deps: Deps, run: Pick<Run, "_id">, n = 0): Promise<Attempt> {
  const claimed = await claimStep(run._id, n, deps.owner, deps.now(), deps.leaseMs);
  const step = claimed?.steps[n];
  if (!claimed || !step) throw new Error(`step ${n} of ${run._id} is not free`);
  const program = await theProgram(claimed.team, claimed.program);
  return new Attempt(deps, program, claimed, { runId: run._id, n, epoch: step.epoch });
}
