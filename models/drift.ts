import { type Deployment, Deployments } from "./deployment.ts";
import { correctedByUser, Drafts, SeenTraces } from "./draft.ts";

/** What production did since a deployment, as far as its traces say. */
export interface Drift {
  /** Traces read since, and how many of them name the artifact that answered. */
  traces: number;
  named: number;
  /** Answers of other artifacts, the most frequent first; `deployment` where it is one of Helix's. */
  others: { artifact: string; deployment: number | null; traces: number }[];
  /** Inputs whose answer a user corrected. */
  corrected: number;
}

/** Counts the traces since a deployment by the artifact that answered, and the users' corrections. */
export async function driftOf(deployment: Deployment): Promise<Drift> {
  const { team, program, at, artifactDigest } = deployment;
  const since = { team, program, at: { $gte: new Date(at) } };
  const counts = await SeenTraces.aggregate<{ _id: string | null; traces: number }>([
    { $match: since },
    { $group: { _id: "$artifact", traces: { $sum: 1 } } },
    { $sort: { traces: -1, _id: 1 } },
  ]);
  const named = counts.filter(({ _id }) => _id !== null);
  const others = named.filter(({ _id }) => _id !== artifactDigest);
  return {
    traces: total(counts),
    named: total(named),
    others: await Promise.all(
      others.map(async ({ _id, traces }) => ({
        artifact: String(_id),
        traces,
        deployment: await numberOf(deployment, String(_id)),
      })),
    ),
    corrected: await Drafts.countDocuments({
      ...{ team, program, draftedBy: correctedByUser },
      traces: { $elemMatch: { at: since.at } },
    }),
  };
}

const total = (counts: { traces: number }[]): number => counts.reduce((sum, { traces }) => sum + traces, 0);

async function numberOf({ team, program }: Deployment, artifactDigest: string): Promise<number | null> {
  const found = await Deployments.findOne({ team, program, artifactDigest }).sort({ number: -1 }).lean<Deployment>();
  return found?.number ?? null;
}
