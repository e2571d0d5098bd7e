import { type Program, Programs } from "../models/program.ts";
import { createRun } from "../models/run.ts";
import { nextAt } from "../models/zone.ts";
import type { Deps } from "./deps.ts";
import { showRun } from "./show.ts";

/** Starts the daily digests that are due, each once, whichever process comes first; a time that was missed is made up for once. */
export async function startDueDigests({ team, log }: Deps, now: Date): Promise<void> {
  const scheduled = { team, removed: null, "config.digest": { $exists: true } };
  for (const program of await Programs.find(scheduled).lean<Program[]>())
    await keepSchedule(program, now).catch((err) =>
      log.error({ err, program: program._id }, "a digest could not be started; it is tried again"),
    );
}

async function keepSchedule(program: Program, now: Date): Promise<void> {
  const { _id, nextDigest = null } = program;
  const { digest } = program.config;
  if (!digest) return;
  const by = `${digest.at} ${digest.zone}`;
  const isReckoned = nextDigest?.by === by;
  if (isReckoned && new Date(nextDigest.due) > now) return;
  // Reckoned anew, as for a program that is new here, it is not due yet.
  if (isReckoned) await postDigest(program, new Date(nextDigest.due), now);
  const next = { due: nextAt(digest, now), by };
  await Programs.updateOne({ _id, nextDigest }, { $set: { nextDigest: next } });
}

async function postDigest({ team, name, config }: Program, due: Date, now: Date): Promise<void> {
  const run = await createRun({
    team,
    key: `digest-${name}-${due.toISOString()}`,
    program: name,
    title: `Digest of ${name}`,
    requestedBy: "helix",
    channel: config.channel,
    limitUsd: config.budget.run_usd,
    steps: [
      { kind: "ingest", params: {} },
      { kind: "digest", params: {} },
    ],
    at: now,
  });
  if (run.shownRev === 0) await showRun(run);
}
