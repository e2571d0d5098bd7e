import { latestVersion } from "../models/dataset.ts";
import { theDeployment } from "../models/deployment.ts";
import type { Program } from "../models/program.ts";
import { createRun, Runs } from "../models/run.ts";
import { showRun } from "./show.ts";

/** One run per next version: gather the labels, then measure what is deployed on it. A failed one may be followed by another. */
export async function versionRun(program: Program, labels: number, now: Date): Promise<void> {
  const { team, name } = program;
  const number = ((await latestVersion(team, name))?.number ?? 0) + 1;
  const stem = `version-${name}-v${number}`;
  const failed = await Runs.countDocuments({
    team,
    key: { $regex: `^${stem}-` },
    status: { $in: ["failed", "cancelled"] },
  });
  if (failed >= 3) return;
  const deployment = await theDeployment(team, name, program.deployed);
  const run = await createRun({
    team,
    key: `${stem}-${failed}`,
    program: name,
    title: `Dataset v${number} of ${name}`,
    requestedBy: "helix",
    channel: program.config.channel,
    limitUsd: program.config.budget.run_usd,
    steps: [
      { kind: "version", params: { number, words: `${labels} reviewed` } },
      {
        kind: "evaluate",
        params: {
          arm: "baseline",
          release: deployment.release,
          dataset: number,
          split: "test",
          words: `(d${program.deployed}) on test of v${number}`,
        },
      },
    ],
    at: now,
  });
  if (run.shownRev === 0) await showRun(run);
}
