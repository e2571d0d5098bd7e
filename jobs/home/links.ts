import { Outbox } from "../../models/outbox.ts";
import { permalink } from "../../models/permalink.ts";

/** Addresses of Helix's own messages, by outbox key; what does not stand in Slack yet has none. */
export async function linksTo(team: string, workspace: string | null, keys: string[]): Promise<Map<string, string>> {
  if (workspace === null || keys.length === 0) return new Map();
  const messages = await Outbox.find({ team, key: { $in: keys }, ts: { $ne: null } }).lean();
  const parents = await Outbox.find({
    team,
    key: { $in: messages.flatMap(({ parentKey }) => parentKey ?? []) },
  }).lean();
  const tsOf = new Map(parents.map(({ key, ts }) => [key, ts]));
  return new Map(
    messages.map(({ key, channel, ts, parentKey, threadTs }) => {
      const thread = parentKey === null ? threadTs : (tsOf.get(parentKey) ?? null);
      return [key, permalink(workspace, { channel, ts: ts ?? "", threadTs: thread })];
    }),
  );
}
