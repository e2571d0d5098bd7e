import { shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";
import { type Run, Runs } from "../../models/run.ts";

/** What somebody who starts a run of this program should know first, a sentence each. */
export async function notesFor(program: Program): Promise<string[]> {
  return othersAtWork(program);
}

/** Who else is running this program now. */
async function othersAtWork({ team, name }: Program): Promise<string[]> {
  const open = await Runs.find({ team, program: name, status: { $in: ["queued", "running", "paused"] } })
    .sort({ n: 1 })
    .lean<Run[]>();
  if (open.length === 0) return [];
  const others = open.map(
    ({ _id, title, requestedBy }) => `${shortId(_id)} (${title}), asked for by ${personOr(requestedBy)}`,
  );
  return [`Also at work on ${name}: ${others.join("; ")}.`];
}

const personOr = (by: string): string => (/^[UW][A-Z0-9]+$/.test(by) ? `<@${by}>` : "Helix");
