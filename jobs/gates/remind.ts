import { reminderMessage } from "../../blocks/reminder.ts";
import { type Gate, Gates, gateMessageKey } from "../../models/gate.ts";
import { mayStillApprove } from "../../models/may-decide.ts";
import { want } from "../../models/outbox/want.ts";
import { theProgram } from "../../models/program.ts";
import type { Deps } from "../deps.ts";

/** Reminds once of questions that wait: one reply for all that a run asked, to those who may still answer. */
export async function remindOfGates({ team, log }: Deps, now: Date): Promise<void> {
  const due = await Gates.find({ team, status: "open", remindAt: { $lte: now } })
    .sort({ n: 1 })
    .lean<Gate[]>();
  const together = new Map<string, Gate[]>();
  for (const gate of due) {
    const of = `${gate.run} ${gate.kind}`;
    together.set(of, [...(together.get(of) ?? []), gate]);
  }
  for (const gates of together.values())
    await remind(gates).catch((err) => log.error({ err }, "a reminder could not be given; it is tried again"));
}

/** The message first, keyed, then the mark: a crash between the two repeats harmlessly. */
async function remind(gates: Gate[]): Promise<void> {
  const [first] = gates;
  if (!first) return;
  const { team, channel, threadTs, kind, run } = first;
  const { approvers, policy } = (await theProgram(team, first.program)).config;
  const parentKey = first.parentKey ?? gateMessageKey(first);
  const asked = approvers[kind].filter((user) => gates.some((gate) => mayStillApprove(gate, user, policy)));
  await want({
    team,
    key: `reminder:${run}:${kind}`,
    channel,
    ...(threadTs ? { threadTs } : { parentKey }),
    ...reminderMessage(gates, asked),
  });
  await Gates.updateMany({ _id: { $in: gates.map(({ _id }) => _id) } }, { $set: { remindAt: null } });
}
