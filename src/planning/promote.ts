import { theDeployment } from "../../models/deployment.ts";
import { Evaluations } from "../../models/evaluation.ts";
import type { PromoteIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";
import { mostOfEvaluations } from "./cost.ts";
import { newestVersion, type Plan, refusal } from "./plan.ts";
import { sideOf } from "./sides.ts";

/**
 * Measured against what is deployed on today's dataset, compared, and the approvers asked if the policy's sentence holds.
 * What was measured before is known and costs nothing. Whoever names what was measured on test has seen its score there.
 */
export async function planPromote({ subject }: PromoteIntent, program: Program): Promise<Plan> {
  const { team, name, deployed, config } = program;
  const side = await sideOf(subject, program);
  const live = await theDeployment(team, name, deployed);
  if (side.release === live.release)
    throw refusal(`${liveWords(subject, deployed)} already`, "see where it stands", `/helix status ${name}`);
  const dataset = (await newestVersion(program)).number;
  const evaluate = (arm: string, release: string, subject: string) => ({
    kind: "evaluate" as const,
    params: { arm, release, dataset, split: "test", subject, words: `on test of v${dataset}` },
  });
  const seen = await shownIn(side.release, program);
  const both = [side, live].map(({ release }) => theRelease(release));
  return {
    title: `Promotion of ${side.words} for ${name}`,
    limitUsd: config.budget.run_usd,
    mostUsd: await mostOfEvaluations(program, { dataset, split: "test" }, await Promise.all(both)),
    steps: [
      evaluate("candidate", side.release, side.words),
      evaluate("baseline", live.release, `d${deployed}`),
      { kind: "compare", params: { selectedOnTest: seen.length > 0, seen, words: `${subject} against d${deployed}` } },
      { kind: "recommend", params: { words: "by the policy of helix.yaml" } },
    ],
  };
}

/** The runs that showed a release's score on test, and beside it those of others it was picked from. */
const shownIn = (release: string, { team, name }: Program): Promise<string[]> =>
  Evaluations.distinct("run", { team, program: name, release, split: "test", status: "done" }).exec();

const liveWords = (subject: string, deployed: number): string =>
  subject === `d${deployed}` ? `${subject} is live` : `${subject} is what is live as d${deployed}`;
