import { context, type Message, message, mrkdwn, preformatted, section } from "./kit.ts";
import { asSentence } from "./sentence.ts";

/** What a person is told when something did not work: what, why, and what to do next; `paste` is a line to send. */
export type Problem = { what: string; why: string; next: string; paste?: string };

export function problemMessage({ what, why, next, paste }: Problem): Message {
  const spoken = [what, why, next].map(asSentence).filter((sentence) => sentence !== "");
  const [first = "", ...rest] = spoken;
  return message(spoken.join(" "), [
    section(first),
    ...(rest.length > 0 ? [section(rest.join(" "))] : []),
    ...(paste === undefined ? [] : [preformatted(paste), context(mrkdwn`Copy the line and send it.`)]),
  ]);
}
