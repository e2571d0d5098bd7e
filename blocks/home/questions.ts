import type { KnownBlock } from "@slack/types";
import type { Gate } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { code, cut, date, divider, header, joined, link, mention, mrkdwn, section, type Words } from "../kit.ts";
import { asSentence } from "../sentence.ts";

/** A question with where its card stands. */
export interface LinkedGate {
  gate: Gate;
  link: string | null;
}

/** What this person asked for, and somebody else has to answer. */
export function othersBlocks(gates: LinkedGate[]): KnownBlock[] {
  if (gates.length === 0) return [];
  const lines = gates.map(({ gate, link }) => mrkdwn`${named({ gate, link })}, ${progress(gate)}`);
  return [section(joined([mrkdwn`*You asked; others decide*`, ...lines], "\n"))];
}

const progress = ({ votes, quorum }: Gate): string =>
  votes.length === 0 ? "nobody has answered yet" : `${votes.length} of ${quorum} approvals`;

/** Decided lately, newest first; nothing while nothing ever was. */
export function decisionsBlocks(gates: LinkedGate[]): KnownBlock[] {
  if (gates.length === 0) return [];
  const lines = gates.map(decisionLine).filter((line) => line !== null);
  return [divider(), header("Decided lately"), section(joined(lines, "\n"))];
}

function decisionLine({ gate, link }: LinkedGate): Words | null {
  const { decision } = gate;
  if (!decision) return null;
  const who = joined(decision.by.map(mention), " and ");
  const why = decision.reason ? mrkdwn`. ${asSentence(cut(decision.reason, 200))}` : "";
  return mrkdwn`${named({ gate, link })} ${decision.outcome} by ${who} ${date(new Date(decision.at).getTime())}${why}`;
}

function named({ gate, link: url }: LinkedGate): Words {
  const id = shortId(gate._id);
  const kind = gate.kind === "truth" ? "Label" : gate.rollbackTo == null ? "Promotion" : "Rollback";
  return mrkdwn`${kind} ${url === null ? code(id) : link(url, id)} of ${gate.program}`;
}
