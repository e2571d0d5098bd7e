import type { Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { plural } from "./figures.ts";
import { bold, date, joined, type Markup, type Message, mention, message, mrkdwn, section } from "./kit.ts";

/** Questions that still wait, to those who may answer them: once, as a new reply, because an edited card notifies nobody. */
export function reminderMessage(gates: Gate[], asked: string[]): Message {
  const [first] = gates;
  if (!first) throw new RangeError("a reminder is of something");
  const who = joined(asked.map(mention), " ");
  const what = gates.length === 1 ? "a question still waits" : `${plural(gates.length, "question")} still wait`;
  const lines = gates.slice(0, mostLines).map(gateLine);
  const more = gates.length > mostLines ? [mrkdwn`… and ${gates.length - mostLines} more`] : [];
  const all = joined([...lines, ...more], "; ");
  const said = mrkdwn`${who} In this thread ${what} for you about ${first.program}: ${all}. ${thenWhat(first)} This is the only reminder; the digest lists what waits.`;
  return message(said, [section(said)]);
}

const mostLines = 10;

/** What a question asks, in few words. */
export function questionWords({ kind, rollbackTo }: Pick<Gate, "kind" | "rollbackTo">): string {
  if (typeof rollbackTo === "number") return `rollback to d${rollbackTo}`;
  return kind === "truth" ? "a label" : "a promotion";
}

function gateLine(gate: Gate): Markup {
  const votes = gate.votes.length > 0 ? `, ${gate.votes.length} of ${gate.quorum} approvals` : "";
  return mrkdwn`${bold(shortId(gate._id))} (${questionWords(gate)}${votes}) since ${time(gate.at)}, open until ${time(gate.expiresAt)}`;
}

const time = (at: Date): Markup => date(new Date(at).getTime());

const thenWhat = ({ kind }: Gate): string =>
  kind === "truth" ? "After that the input goes back to the queue." : "After that it expires, and nothing ships.";
