import { bestSoFar, spread } from "../../models/best-so-far.ts";
import type { Branch } from "../../models/branch.ts";
import type { Run } from "../../models/run.ts";
import type { Chart } from "../kit.ts";
import { limits } from "../limits.ts";

/** How the best score on val climbed in each search that is over; null where there is nothing to see. */
export function searchChart({ steps }: Pick<Run, "steps">): Chart | null {
  const searches = steps.flatMap(({ kind, status, candidates, params }) => {
    const climbed = kind === "compile" && status === "done" ? bestSoFar(candidates) : [];
    return climbed.length > 1 ? [{ name: (params.branch as Branch | undefined)?.words ?? "best", climbed }] : [];
  });
  if (searches.length === 0 || searches.length > limits.chartSeries) return null;
  const shown = spread(Math.max(...searches.map(({ climbed }) => climbed.length)) - 1, limits.chartPoints);
  return {
    kind: "line",
    title: "Best score on val so far",
    x: "candidates",
    y: "score on val",
    categories: shown.map(String),
    // A search that ended earlier stays at what it found.
    series: searches.map(({ name, climbed }) => ({
      name,
      values: shown.map((at) => climbed[Math.min(at, climbed.length - 1)] ?? 0),
    })),
  };
}
