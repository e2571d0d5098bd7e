import type { Branch } from "../../models/branch.ts";
import { latestVersion } from "../../models/dataset.ts";
import { theDeployment } from "../../models/deployment.ts";
import { type Evaluation, Evaluations } from "../../models/evaluation.ts";
import { shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";
import { theRelease } from "../../models/release.ts";
import type { NewRun } from "../../models/run.ts";

/** Older evaluations beyond these are scored again when somebody asks for them. */
const mostCandidates = 10;

/**
 * The steps that score by today's metric what was measured with another one: what is deployed first, then the candidates
 * whose evaluations on the newest dataset version are the latest. No model is asked: stored predictions are scored.
 * Empty when nothing was measured with another metric. For the run that registering a new metric makes.
 */
export async function rescoreSteps(program: Program): Promise<NewRun["steps"]> {
  const { team, name, deployed, described } = program;
  const version = await latestVersion(team, name);
  if (!version) return [];
  const done = await Evaluations.find({ team, program: name, dataset: version.number, status: "done" })
    .sort({ at: -1 })
    .lean<Evaluation[]>();
  const live = (await theDeployment(team, name, deployed)).release;
  const outdated = outdatedOf(done, described.metricSource);
  const ordered = [...outdated].sort((a, b) => Number(b.release === live) - Number(a.release === live));
  return Promise.all(
    ordered.slice(0, mostCandidates + 1).map(async ({ release, dataset, split }, n) => {
      const isLive = release === live;
      const named = isLive ? `d${deployed}` : shortId((await theRelease(release)).candidate);
      const place = `on ${split} of v${dataset}, stored answers by the new metric`;
      const of = isLive
        ? { arm: "baseline", words: `(${named}) ${place}` }
        : { arm: armOf(n), subject: named, words: place };
      const params = { ...of, release, dataset, split, storedOnly: true };
      return { kind: "evaluate" as const, params };
    }),
  );
}

/** The newest evaluation of each release and split, where none has the metric of today. */
function outdatedOf(done: readonly Evaluation[], metricSource: string): Evaluation[] {
  const place = ({ release, split }: Evaluation) => `${release} ${split}`;
  const current = new Set(done.filter((each) => each.metricSource === metricSource).map(place));
  const newest = new Map<string, Evaluation>();
  for (const each of done) if (!current.has(place(each)) && !newest.has(place(each))) newest.set(place(each), each);
  return [...newest.values()];
}

const armOf = (n: number): Branch["id"] => String.fromCharCode("a".charCodeAt(0) + n);
