import parseArgs from "string-argv";
import type { CompareOutcome } from "../../jobs/steps/compare.ts";
import { type Comparison, Comparisons } from "../../models/comparison.ts";
import { Gates } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { intentToLine } from "../../models/intent/line.ts";
import { Outbox } from "../../models/outbox.ts";
import { outcomeOf, type Run, Runs } from "../../models/run.ts";
import type { ThreadContext } from "../phrases.ts";

/** The run whose thread something is said in, with what "it", "again" and "the second" mean there. */
export async function threadContext(
  team: string,
  channel: string,
  threadTs: string | null,
): Promise<ThreadContext | null> {
  const run = threadTs === null ? null : await runOf(team, channel, threadTs);
  if (!run) return null;
  return { run: shortId(run._id), program: run.program, words: wordsOf(run), arms: await armsOf(run) };
}

/**
 * Asked for in that thread, from that message, or shown by it; the newest, where there are several. What followed by itself,
 * such as a deployment, is what nobody means by "it" as long as somebody asked for something there.
 */
async function runOf(team: string, channel: string, threadTs: string): Promise<Run | null> {
  const said = { $gte: `said-${channel}-${threadTs}`, $lte: `said-${channel}-${threadTs}-9` };
  const there = { team, $or: [{ channel, threadTs }, { key: said }] };
  const newest = (more: object) =>
    Runs.findOne({ ...there, ...more })
      .sort({ n: -1 })
      .lean<Run>();
  const asked = (await newest({ intent: { $ne: null } })) ?? (await newest({}));
  if (asked) return asked;
  const stands = { $or: [{ ts: threadTs }, { formerTs: threadTs }] };
  const message = await Outbox.findOne({ team, channel, ...stands }, { key: 1 }).lean<{ key: string }>();
  const id = message && (await runBehind(message.key));
  return id ? Runs.findOne({ _id: id, team }).lean<Run>() : null;
}

/** The run a message of Helix's is about, by the message's key. */
async function runBehind(key: string): Promise<string | null> {
  const [, kind, id = ""] = /^(run|matrix|gate|comparison):(.+)$/.exec(key) ?? [];
  if (kind === "run" || kind === "matrix") return id;
  if (kind === "gate") return (await Gates.findById(id, { run: 1 }).lean())?.run ?? null;
  if (kind === "comparison") return (await Comparisons.findById(id, { run: 1 }).lean())?.run ?? null;
  return null;
}

const wordsOf = ({ intent }: Run): string[] | null =>
  intent?.verb === "run" ? parseArgs(intentToLine(intent)).slice(2) : null;

/** Of a matrix its evaluations as its table has them; of one search its candidates, the best on val first. */
async function armsOf(run: Run): Promise<string[]> {
  const ids = outcomeOf<CompareOutcome>(run, "compare")?.comparisons.map(({ comparison }) => comparison) ?? [];
  if (ids.length > 1) {
    const found = await Comparisons.find({ _id: { $in: ids } }, { candidate: 1 }).lean<Comparison[]>();
    return ids.flatMap((id) => found.filter(({ _id }) => _id === id).map(({ candidate }) => shortId(candidate)));
  }
  return run.steps
    .flatMap(({ candidates }) => candidates)
    .toSorted((a, b) => (b.valScore ?? -1) - (a.valScore ?? -1))
    .map(({ candidate }) => shortId(candidate));
}
