import { plural } from "../blocks/figures.ts";
import { problemMessage } from "../blocks/problem.ts";
import { latestVersion } from "../models/dataset.ts";
import { theDeployment } from "../models/deployment.ts";
import { shortId } from "../models/ids.ts";
import { want } from "../models/outbox/want.ts";
import type { Program } from "../models/program.ts";
import { createRun, type Run, Runs } from "../models/run.ts";
import { showRun } from "./show.ts";

/** After so many failures in a row it is tried only now and then, and people are told, once. */
const triesInARow = 3;
const pauseMs = 6 * 60 * 60 * 1000;

const endOf = ({ moves, createdAt }: Run): Date => new Date(moves.at(-1)?.at ?? createdAt);

/** One run per next version: gather the labels, then measure what is deployed on it. A failed one is followed by another. */
export async function versionRun(program: Program, labels: number, now: Date): Promise<void> {
  const { team, name } = program;
  const number = ((await latestVersion(team, name))?.number ?? 0) + 1;
  const stem = `version-${name}-v${number}`;
  const earlier = await Runs.find({
    team,
    key: { $regex: `^${stem}-` },
    status: { $in: ["failed", "cancelled"] },
  })
    .sort({ n: 1 })
    .lean<Run[]>();
  const failed = earlier.length;
  const last = earlier.at(-1);
  if (last && failed >= triesInARow) {
    await sayStuck(program, number, labels, last);
    if (now.getTime() - endOf(last).getTime() < pauseMs) return;
  }
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

async function sayStuck({ team, name, config }: Program, number: number, labels: number, last: Run): Promise<void> {
  const cause = last.problem ? `${last.problem.what}: ${last.problem.why}` : "it was cancelled";
  await want({
    team,
    key: `version-stuck-${name}-v${number}`,
    channel: config.channel,
    ...problemMessage({
      what: `Dataset v${number} of ${name} could not be made in ${triesInARow} attempts`,
      why: `${plural(labels, "reviewed label")} ${labels === 1 ? "waits" : "wait"} for it; the last attempt (${shortId(last._id)}) ended with: ${cause}`,
      next: `${last.problem?.next ?? "mend what stopped it"}; the labels are kept, and Helix tries again every 6 hours`,
    }),
  });
}
