import type { KnownBlock } from "@slack/types";
import type { Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import {
  actions,
  button,
  date,
  joined,
  type Markup,
  type Message,
  mention,
  message,
  mrkdwn,
  section,
  type Words,
} from "./kit.ts";
import { namingPeople } from "./naming.ts";
import { asSentence } from "./sentence.ts";

export const approveId = "gate_approve";
export const editId = "gate_edit";
export const rejectId = "gate_reject";

/** Approve · Edit · Reject, while the gate is open; their value carries gate id and revision, nothing else. */
export function gateButtons(
  gate: Gate,
  about: string,
  confirm: { title: string; text: string; yes: string } | null,
): KnownBlock[] {
  if (gate.status !== "open") return [];
  const value = gateValue(gate);
  const id = shortId(gate._id);
  return [
    actions(
      button({
        text: "Approve",
        actionId: approveId,
        value,
        style: "primary",
        label: `Approve ${id}: ${about}`,
        ...(confirm && { confirm: { ...confirm, no: "Not yet" } }),
      }),
      button({ text: "Edit", actionId: editId, value, label: `Edit ${id}: ${about}` }),
      button({ text: "Reject", actionId: rejectId, value, style: "danger", label: `Reject ${id}: ${about}` }),
    ),
  ];
}

export const gateValue = (gate: Pick<Gate, "_id" | "revision">): string => `${gate._id}|${gate.revision}`;

/** Gate id and revision of a button's value; null when it is not one of ours. */
export function readGateValue(value: string): { gate: string; revision: number } | null {
  const match = /^([A-Z0-9]+-g\d+)\|(\d+)$/.exec(value);
  return match?.[1] && match[2] ? { gate: match[1], revision: Number(match[2]) } : null;
}

/** received → decided → applied, in words; empty while nobody has voted. */
export function gateLife(gate: Gate): KnownBlock[] {
  const lines = [votesLine(gate), decisionLine(gate), effectLine(gate)].filter((line) => line !== null);
  return lines.length > 0 ? [section(joined(lines, "\n"))] : [];
}

function votesLine({ status, votes, quorum }: Gate): Markup | null {
  if (status !== "open" || votes.length === 0) return null;
  return mrkdwn`received: ${votes.length} of ${quorum} approvals, by ${joined(
    votes.map(({ user }) => mention(user)),
    ", ",
  )}`;
}

function decisionLine(gate: Gate): Markup | null {
  if (gate.status === "expired")
    return mrkdwn`*Expired* ${date(gate.expiresAt.getTime())}: nobody decided in time, so nothing happens.`;
  if (gate.status === "superseded") return mrkdwn`*Taken back*: ${gate.moves.at(-1)?.why ?? "its ground is gone"}.`;
  const { decision } = gate;
  if (!decision) return null;
  const who = joined(decision.by.map(mention), " and ");
  const why = decision.reason ? mrkdwn`. ${asSentence(decision.reason)}` : "";
  return mrkdwn`*${decision.outcome === "approved" ? "Approved" : "Rejected"}* by ${who} ${date(new Date(decision.at).getTime())} (revision ${decision.revision})${why}`;
}

function effectLine({ effect, decision }: Gate): string | null {
  if (!decision) return null;
  if (effect.status === "pending") return "What follows is being done.";
  return effect.detail;
}

/** Until when people may answer; nothing once they did. */
export const openUntil = (gate: Gate): Words =>
  gate.status === "open" ? mrkdwn` · open until ${date(new Date(gate.expiresAt).getTime())}` : "";

/** The same life as one sentence. */
export function gateLifeWords(gate: Gate): Words {
  const { decision, effect } = gate;
  if (gate.status === "expired") return "It expired: nobody decided in time, so nothing happens.";
  if (gate.status === "superseded") return `It was taken back: ${gate.moves.at(-1)?.why ?? "its ground is gone"}.`;
  if (!decision) return gate.votes.length > 0 ? `${gate.votes.length} of ${gate.quorum} approvals so far.` : "";
  const who = joined(decision.by.map(mention), " and ");
  return mrkdwn`It was ${decision.outcome} by ${who}. ${effect.detail ?? "What follows is being done."}`;
}

/** To those whose approvals an edit or a renewal cleared. */
export function clearedVotesMessage(before: Gate, after: Gate, voters: string[]): Message {
  const by = after.revisions.at(-1)?.by ?? "helix";
  const cause = by === "helix" ? mrkdwn`its ground changed` : mrkdwn`${mention(by)} edited it`;
  const said = mrkdwn`${joined(voters.map(mention), " ")} Your approval of revision ${before.revision} of ${shortId(after._id)} does not count any more: ${cause}, and revision ${after.revision} waits for a decision.`;
  return message(said, [section(said)]);
}

/** What a person is told whose click or form changed nothing. People in `why` and `next` (`<@U…>`) are named, all else is escaped. */
export function refusalMessage({ what, why, next }: { what: string; why: string; next: string }): Message {
  const words = namingPeople(`${asSentence(why)} ${asSentence(next)}`);
  return message(mrkdwn`${asSentence(what)} ${words}`, [section(asSentence(what)), section(words)]);
}
