import { shortId } from "../models/ids.ts";
import type { Run } from "../models/run.ts";
import { bold, code, inChannel, type Message, message, mrkdwn, section } from "./kit.ts";

/** Where a run stands that was asked for from somewhere else. */
export function runStartedMessage(run: Run): Message {
  const id = shortId(run._id);
  const waits = run.status === "waiting" ? " It waits there for somebody to press Start." : "";
  return message(mrkdwn`${run.title} (${id}) stands in ${inChannel(run.channel)}, where its approvers are.${waits}`, [
    section(mrkdwn`${bold(run.title)}  ${code(id)}`),
    section(mrkdwn`It stands in ${inChannel(run.channel)}, where its approvers are.${waits}`),
  ]);
}
