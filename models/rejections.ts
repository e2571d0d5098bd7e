import { type Gate, Gates } from "./gate.ts";

/** Newer reasons weigh more, and a prompt has no room for all of them. */
const most = 10;
const longest = 500;

/** Why people rejected candidates of this program, in their words, oldest first, each once. */
export async function rejectionReasons(team: string, program: string): Promise<string[]> {
  const rejected = await Gates.find(
    { team, program, kind: "promotion", status: "rejected" },
    { "decision.reason": 1, "decision.at": 1 },
  )
    .sort({ "decision.at": -1 })
    .limit(5 * most)
    .lean<Pick<Gate, "decision">[]>();
  const reasons = rejected.map(({ decision }) => decision?.reason?.trim().slice(0, longest) ?? "").filter(Boolean);
  return [...new Set(reasons)].slice(0, most).reverse();
}
