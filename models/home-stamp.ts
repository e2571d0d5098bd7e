import { hashOf } from "./canonical.ts";
import { DatasetVersions } from "./dataset.ts";
import { Drafts } from "./draft.ts";
import { Evaluations } from "./evaluation.ts";
import { Gates } from "./gate.ts";
import { Programs } from "./program.ts";
import { Runs } from "./run.ts";

/** A hash that changes whenever anything that a Home can show does: cheaper to ask for than what it shows. */
export async function homeStamp(team: string): Promise<string> {
  const open = ["waiting", "queued", "running", "paused"] as const;
  const [programs, runs, gates, decided, versions, evaluations, drafts] = await Promise.all([
    Programs.find({ team }, { revision: 1, deployed: 1, removed: 1, nextDigest: 1 }).sort({ _id: 1 }).lean(),
    Runs.find({ team, status: { $in: open } }, { rev: 1, status: 1 })
      .sort({ _id: 1 })
      .lean(),
    Gates.find({ team, status: "open" }, { rev: 1 }).sort({ _id: 1 }).lean(),
    Gates.find({ team, decision: { $ne: null } }, { rev: 1 })
      .sort({ "decision.at": -1 })
      .limit(5)
      .lean(),
    DatasetVersions.countDocuments({ team }),
    Evaluations.countDocuments({ team, status: "done" }),
    Drafts.countDocuments({ team, status: { $in: ["drafted", "undrafted"] } }),
  ]);
  return hashOf(JSON.parse(JSON.stringify({ programs, runs, gates, decided, versions, evaluations, drafts })));
}
