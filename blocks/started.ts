import { shortId } from "../models/ids.ts";
import type { Run } from "../models/run.ts";
import { bold, code, inChannel, type Message, message, mrkdwn, section } from "./kit.ts";

/** Where a run stands that was asked for from somewhere else. */
export function runStartedMessage(run: Run): Message {
  const id = shortId(run._id);
  const begun = run.status === "waiting" ? "waits for somebody to press Start" : "has been started";
  const where = mrkdwn`its message is in ${inChannel(run.channel)}, where its approvers are.`;
  return message(mrkdwn`${run.title} (${id}) ${begun}; ${where}`, [
    section(mrkdwn`${bold(run.title)}  ${code(id)}`),
    section(mrkdwn`It ${begun}; ${where}`),
  ]);
}
