import { type Gate, isRollback } from "./gate.ts";
import type { Policy } from "./policy.ts";

export type Action = "approve" | "edit" | "reject";

/** May this person do this now? `code` is stable (for the audit), `because` is for the person. */
export type Permission = { allowed: true } | { allowed: false; code: string; because: string };

const deny = (code: string, because: string): Permission => ({ allowed: false, code, because });

/** Who is asking, as far as Slack's signed payload and the registered program say. */
export interface Person {
  user: string;
  team: string;
}

/** The rule of both gates (DESIGN 3, 6): guards first, the good case last. Time comes from the server. */
export function mayDecide(
  gate: Gate,
  person: Person,
  action: Action,
  revision: number,
  approvers: string[],
  policy: Policy,
  now: Date,
): Permission {
  if (person.team !== gate.team) return deny("team", "it belongs to another workspace");
  if (gate.status !== "open") return deny("decided", alreadyDecided(gate));
  if (gate.expiresAt <= now) return deny("expired", "it has expired, and nothing follows from an expired question");
  if (!approvers.includes(person.user))
    return deny("approver", "you are not on the list of approvers for this program");
  if (gate.revision !== revision)
    return deny(
      "revision",
      `this card shows revision ${revision}, and the question is now at revision ${gate.revision}`,
    );
  if (action === "edit" && isRollback(gate))
    return deny("edit", "a rollback has nothing to edit: ask for another one, or reject this one");
  if (action !== "approve") return { allowed: true };
  if (gate.requestedBy === person.user && !selfApproval(gate, policy))
    return deny("requester", "you asked for it yourself, and someone else has to approve it");
  if (gate.votes.some((vote) => vote.user === person.user && vote.revision === revision))
    return deny("voted", "you have approved it already; another approver has to follow");
  if (gate.kind === "promotion" && gate.lastEditor === person.user && onlyApprover(gate, approvers))
    return deny("editor", "you made the last edit, and someone else has to approve it");
  return { allowed: true };
}

/** Could this approver's vote still count for the question as it is? */
export const mayStillApprove = (gate: Gate, user: string, policy: Policy): boolean =>
  !gate.votes.some((vote) => vote.user === user && vote.revision === gate.revision) &&
  (gate.requestedBy !== user || selfApproval(gate, policy));

function selfApproval(gate: Gate, policy: Policy): boolean {
  if (gate.kind === "truth") return policy.truth.selfApproval;
  return policy.promotion.selfApproval || (isRollback(gate) && policy.rollback.onePerson);
}

/** Would this vote decide with nobody but the last editor having approved? */
function onlyApprover(gate: Gate, approvers: string[]): boolean {
  const others = gate.votes.filter((vote) => vote.user !== gate.lastEditor && approvers.includes(vote.user));
  return gate.quorum - 1 < 1 || (others.length === 0 && gate.votes.length + 1 >= gate.quorum);
}

/** Who decided and when, or why nobody did, for everybody who comes later. People are named as `<@U…>`. */
export function alreadyDecided(gate: Gate): string {
  if (gate.status === "expired") return "it has expired, and nothing follows from an expired question";
  if (!gate.decision) return `it was taken back: ${gate.moves.at(-1)?.why ?? "its ground is gone"}`;
  const who = gate.decision.by.map((user) => `<@${user}>`).join(" and ");
  return `it was ${gate.decision.outcome} by ${who} at ${clock(gate.decision.at)} UTC`;
}

const clock = (at: Date): string => new Date(at).toISOString().slice(11, 19);
