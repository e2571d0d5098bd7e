import { checkoutDiffers } from "../../jobs/programs/checkout.ts";
import { shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";
import { type Run, Runs } from "../../models/run.ts";

/** What somebody who starts a run of this program should know first, a sentence each. */
export async function notesFor(program: Program): Promise<string[]> {
  const [differs, others] = await Promise.all([checkoutNote(program), othersAtWork(program)]);
  return [...(differs === null ? [] : [differs]), ...others];
}

const patienceMs = 2_000;

/**
 * Whether the operator's checkout is another by now than what a run would use; null where it is not, where this host
 * does not have it, or where a slow disk does not say in time: nobody waits for a note.
 */
export async function checkoutNote(program: Program): Promise<string | null> {
  const late = new Promise<null>((done) => setTimeout(() => done(null), patienceMs).unref());
  return Promise.race([checkoutDiffers(program).catch(() => null), late]);
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
