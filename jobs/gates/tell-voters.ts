import { clearedVotesMessage } from "../../blocks/gate.ts";
import { type Gate, gateMessageKey } from "../../models/gate.ts";
import { want } from "../../models/outbox/want.ts";

/** Tells whoever had approved the revision before, as a reply of its own: an edited card notifies nobody. */
export async function tellVoters(before: Gate, after: Gate): Promise<void> {
  const voters = before.votes.map(({ user }) => user).filter((user) => user !== after.revisions.at(-1)?.by);
  if (voters.length === 0) return;
  const { team, channel, threadTs, parentKey } = after;
  const place = { ...(threadTs && { threadTs }), ...(!threadTs && parentKey && { parentKey }) };
  const key = `${gateMessageKey(after)}:cleared-${before.revision}`;
  await want({ team, key, channel, ...place, ...clearedVotesMessage(before, after, voters) });
}
