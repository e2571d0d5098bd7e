import { cut } from "../../blocks/kit.ts";
import { mayCancel, mayPause, mayResume } from "../../models/run/pause.ts";
import { type Run, Runs } from "../../models/run.ts";
import { listed } from "../parse/words.ts";
import type { RunVerb } from "../phrases.ts";

const may = { cancel: mayCancel, pause: mayPause, resume: mayResume };
const done = { cancel: "cancelled", pause: "paused", resume: "resumed" };
/** More would be a list of its own. */
const most = 8;

/** "Cancel everything": one word ends nobody's runs; the question back names those that could be meant. */
export async function runsThatMay(verb: RunVerb, team: string): Promise<string> {
  const open = await Runs.find({ team, status: { $in: ["waiting", "queued", "running", "paused"] } })
    .sort({ n: -1 })
    .lean<Run[]>();
  const names = open.filter((run) => may[verb](run).ok).map(({ n, title }) => `r${n} (${cut(title, 60)})`);
  if (names.length === 0) return `No run can be ${done[verb]} now.`;
  const more = names.length > most ? [`${names.length - most} more`] : [];
  return `Now ${listed([...names.slice(0, most), ...more], "and")} can be ${done[verb]}.`;
}
