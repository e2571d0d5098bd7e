import { startOf } from "../../models/best-so-far.ts";
import { percent } from "../../models/figures.ts";
import type { Held } from "../../models/limits/held.ts";
import type { Step } from "../../models/run.ts";
import { plural, points, whole } from "../figures.ts";

/** How far a step is, or was when it ended: parts for people, the most important first. */
export function progressParts({ kind, progress, status, epoch, held, candidates }: Step): string[] {
  const isRunning = status === "running";
  const parts = progress && epoch > 0 ? said({ kind, progress, from: startOf(candidates) }, isRunning) : [];
  return [
    ...parts,
    ...(isRunning && epoch > 1 ? [`attempt ${epoch}`] : []),
    ...(isRunning && held ? [heldWords(held)] : []),
  ];
}

interface Said {
  kind: Step["kind"];
  progress: NonNullable<Step["progress"]>;
  /** The score the search began with. */
  from: number | null;
}

function said({ kind, progress, from }: Said, isRunning: boolean) {
  const { done, total, best, note, proposals = 0, accepted = 0, leftS = null } = progress;
  return [
    amount(done, total, kind === "compile" ? "program run" : "example"),
    best !== null && `best so far ${points(best)} on val${from === null ? "" : `, from ${points(from)}`}`,
    proposals > 0 && `${plural(proposals, "proposal")}, ${whole(accepted)} accepted`,
    isRunning && note,
    isRunning && leftS !== null && leftWords(leftS),
  ].filter((part) => part !== false && part !== "") as string[];
}

/** An optimizer may finish what it began beyond its budget. */
function amount(done: number, total: number | null, unit: string): string {
  if (total === null) return plural(done, unit);
  return done > total ? `${plural(done, unit)}, ${whole(total)} planned` : `${whole(done)} of ${plural(total, unit)}`;
}

const cells = 10;

/** A bar of ten cells and the share in per cent; empty while it is not known how much there is to do, and once it is over. */
export function progressBar({ progress, status, epoch }: Step): string {
  if (!["running", "queued"].includes(status) || epoch === 0 || !progress?.total) return "";
  const share = Math.min(1, Math.max(0, progress.done / progress.total));
  const full = Math.floor(share * cells);
  return `${"▰".repeat(full)}${"▱".repeat(cells - full)} ${percent(Math.floor(share * 100) / 100)}`;
}

function leftWords(seconds: number): string {
  if (seconds < 10) return "a few seconds left";
  if (seconds < 90) return `about ${10 * Math.round(seconds / 10)} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} min left`;
  return `about ${(seconds / 3600).toFixed(1)} h left`;
}

/** What holds a step back, and by how much. */
export function heldWords({ alias, by, share, limit, sharers }: Held): string {
  const shared = sharers > 1 ? `, shared by ${plural(sharers, "step")}` : "";
  switch (by) {
    case "concurrency":
      return `${alias} holds it back: ${amountOf(share, limit, "call")} at once${shared}`;
    case "requests":
      return `${alias} holds it back: ${amountOf(share, limit, "request")} a minute${shared}`;
    case "tokens":
      return `${alias} holds it back: ${amountOf(share, limit, "token")} a minute${shared}`;
    case "asked":
      return `${alias} asked for a pause${share === null ? "" : ` of ${plural(Math.ceil(share), "second")}`}`;
    case "no share":
      return `it waits for its share of ${alias}: Redis does not say how much others use`;
  }
}

function amountOf(share: number | null, limit: number | null, unit: string): string {
  if (share === null || limit === null) return plural(limit ?? 0, unit);
  return share >= limit ? `at most ${plural(limit, unit)}` : `${whole(share)} of ${plural(limit, unit)}`;
}
