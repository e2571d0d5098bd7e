import { releaseLm } from "../../jobs/specs.ts";
import { theDeployment } from "../../models/deployment.ts";
import { fullId } from "../../models/ids.ts";
import { intentToLine } from "../../models/intent/line.ts";
import type { EvalIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import { Candidates, keepRelease, type Release, theRelease } from "../../models/release.ts";
import { mostOfEvaluations } from "./cost.ts";
import { newestVersion, type Plan, refusal } from "./plan.ts";

/** One evaluation of what was named, on the split and version that were named. */
export async function planEval(intent: EvalIntent, program: Program): Promise<Plan> {
  const { name, config } = program;
  const newest = await newestVersion(program);
  const dataset = intent.version ?? newest.number;
  if (dataset > newest.number)
    throw refusal(
      `${name} has no dataset v${dataset}`,
      `the newest is v${newest.number}`,
      intentToLine({ ...intent, version: null }),
    );
  const release = await targetRelease(intent, program);
  const subject = `${intent.target === "deployed" ? "what is deployed" : intent.target}${intent.model ? ` on ${intent.model}` : ""}`;
  return {
    title: `Evaluation of ${subject} for ${name}`,
    limitUsd: config.budget.run_usd,
    mostUsd: await mostOfEvaluations(program, { dataset, split: intent.split }, [release]),
    steps: [
      {
        kind: "evaluate",
        params: {
          arm: "baseline",
          release: release._id,
          dataset,
          split: intent.split,
          subject,
          words: `on ${intent.split} of v${dataset}`,
        },
      },
    ],
  };
}

/** The release of what is deployed, of a deployment or of a candidate; throws a refusal where there is none. */
export async function targetRelease(
  { target, model }: Pick<EvalIntent, "target" | "model">,
  program: Program,
): Promise<Release> {
  const number = target === "deployed" ? program.deployed : /^d(\d+)$/.exec(target)?.[1];
  const candidateNumber = /^c(\d+)$/.exec(target)?.[1];
  const deployed =
    number === undefined ? null : await theDeployment(program.team, program.name, Number(number)).catch(() => null);
  const release = deployed ? await theRelease(deployed.release) : null;
  const id = release ? release.candidate : candidateNumber ? fullId(program.team, "c", Number(candidateNumber)) : null;
  const candidate = id ? await Candidates.findOne({ _id: id, program: program.name }).lean() : null;
  if (!candidate)
    throw refusal(
      `${program.name} has no ${target}`,
      "name what is `deployed`, a candidate such as c3 or a deployment such as d1",
      `/helix runs ${program.name}`,
    );
  if (release && !model) return release;
  return keepRelease(candidate, releaseLm(program.config, model ?? program.config.roles.task), program.config.adapter);
}
