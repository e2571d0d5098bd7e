import { afterEach, beforeEach } from "vitest";
import type { Message } from "../../examples/workspace/model.ts";
import { readAudit } from "../../models/audit.ts";
import type { AuditRecord } from "../../models/audit-chain.ts";
import { EvaluationRows } from "../../models/evaluation.ts";
import { type Gate, Gates } from "../../models/gate.ts";
import { journalOf } from "../../models/journal.ts";
import { keyOfMetadata } from "../../models/message-metadata.ts";
import { Outbox } from "../../models/outbox.ts";
import type { Run, Step } from "../../models/run.ts";
import { until } from "../support/helix/until.ts";
import { channel, type HelixSet, type SetOptions, startHelixSet, team } from "../support/helix.ts";

/** A set for each test, with the tiny program registered and its first evaluation waiting. */
export function useFreshHelix(options: SetOptions = {}): { set: HelixSet; first: string } {
  const given = {} as { set: HelixSet; first: string };
  beforeEach(async () => {
    given.set = await startHelixSet(options);
    given.first = (await given.set.register()).run?._id ?? "";
  }, 60_000);
  afterEach(async () => given.set?.stop(), 60_000);
  return given;
}

const labeledFewShot = "/helix run ticket-urgency --optimizer labeled-few-shot --compare deployed --recommend";

/** The run that Anna's command makes. */
export const anna = (set: HelixSet, typed: string): Promise<Run> =>
  set.newRun(() => set.slack.as("U0ANNA").command(channel, typed));

/** With a bot and a worker at work: Anna asks for a run, and the approvers are asked. */
export async function proposal(set: HelixSet): Promise<Gate> {
  const run = await set.ended((await anna(set, labeledFewShot))._id);
  return Gates.findOne({ team, run: run._id }).lean<Gate>().orFail();
}

/** The message of a key as it stands in Slack, once it says something. */
export async function posted(set: HelixSet, key: string, words: RegExp = /./): Promise<Message> {
  const find = async () => {
    const found = (await set.slack.messages()).filter((message) => keyOfMetadata(message.metadata) === key);
    return found.find((message) => words.test(plain(set.slack.render(message))));
  };
  return until(`${key} says ${words}`, find, 30_000).catch(async (error: Error) => {
    const all = (await set.slack.messages()).map((message) => set.slack.render(message));
    throw new Error(`${error.message}; there is\n${all.join("\n")}`);
  });
}

const plain = (text: string): string => text.replaceAll(/[*`]/g, "").replaceAll(/\s+/g, " ");

/** Resolves when every message stands in Slack as it is wanted; answers with the keys of all messages, in order. */
export async function messageKeys(set: HelixSet): Promise<(string | null)[]> {
  const unsent = () => Outbox.countDocuments({ team, state: { $ne: "sent" } });
  await until("all messages are sent", async () => (await unsent()) === 0, 30_000);
  return (await set.slack.messages()).filter(({ bot_id }) => bot_id).map(({ metadata }) => keyOfMetadata(metadata));
}

/** The audit records of a kind. */
export async function audited(kind: AuditRecord["kind"]): Promise<AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const record of readAudit(team)) if (record.kind === kind) records.push(record);
  return records;
}

/** Waits for a process to die at its failpoint. */
export async function dies(process: { ended: Promise<{ signal: string | null }> }): Promise<void> {
  const { signal } = await process.ended;
  if (signal !== "SIGKILL") throw new Error(`it ended by ${signal}, not by its failpoint`);
}

/** How many answers of the language model a step needed: rows of an evaluation, different calls of a compile. */
export async function answersNeeded({ kind, journal, outcome }: Step): Promise<number> {
  if (kind === "compile") return new Set((await journalOf(journal)).map(({ key }) => key)).size;
  return EvaluationRows.countDocuments({ evaluation: String(outcome?.evaluation) });
}
