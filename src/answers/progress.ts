import type { Message } from "../../blocks/kit.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { runMessage } from "../../blocks/run.ts";
import { outcomeLines } from "../../jobs/outcome-lines.ts";
import { fullId } from "../../models/ids.ts";
import { type Run, Runs } from "../../models/run.ts";

/** How far one run came: what its own message says now. */
export async function progressAnswer(id: string, team: string): Promise<Message> {
  const run = await Runs.findOne({ _id: fullId(team, "r", Number(id.slice(1))), team }).lean<Run>();
  if (run) return runMessage(run, await outcomeLines(run));
  return problemMessage({
    what: `There is no run ${id} to show`,
    why: "nothing of that id was started here",
    next: "see what was tried",
    paste: "/helix runs",
  });
}
