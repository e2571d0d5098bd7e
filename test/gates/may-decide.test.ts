import { describe, expect, it } from "vitest";
import type { Gate, GateKind, Vote } from "../../models/gate.ts";
import { type Action, mayDecide } from "../../models/may-decide.ts";
import { Policy } from "../../models/policy.ts";

const now = new Date("2026-03-01T12:00:00Z");
const later = new Date("2026-03-01T12:00:01Z");
const [anna, ben, rita] = ["U0ANNA", "U0BEN", "U0RITA"];

function aGate(changes: Partial<Gate> = {}): Gate {
  return {
    _id: "T1-g1",
    team: "T1",
    n: 1,
    key: "promotion-T1-r1",
    kind: "promotion",
    program: "router",
    status: "open",
    revision: 2,
    revisions: [],
    votes: [],
    quorum: 1,
    requestedBy: rita,
    lastEditor: null,
    run: "T1-r1",
    draft: null,
    channel: "C1",
    parentKey: null,
    threadTs: null,
    expiresAt: later,
    decision: null,
    effect: { status: "none", audited: false, detail: null, at: null },
    moves: [],
    rev: 1,
    shownRev: 1,
    unshown: 0,
    at: now,
    ...changes,
  };
}

const decided = (outcome: "approved" | "rejected", by: string[]): Partial<Gate> => ({
  status: outcome,
  decision: { outcome, revision: 2, digest: "d", by, at: new Date("2026-03-01T11:02:03Z"), reason: null },
});
const vote = (user: string, revision = 2): Vote => ({ user, revision, at: now });

interface Asked {
  user?: string;
  team?: string;
  action?: Action;
  revision?: number;
  approvers?: string[];
  policy?: Record<string, unknown>;
}

function permission(gate: Gate, { user = anna, team = "T1", action = "approve", ...asked }: Asked = {}) {
  const { revision = 2, approvers = [anna, ben, rita], policy = {} } = asked;
  return mayDecide(gate, { user, team }, action, revision, approvers, Policy.parse(policy), now);
}

describe("may this person do this now?", () => {
  const noVotes: Vote[] = [];

  it.each<[string, Partial<Gate>, Asked]>([
    ["an approver approves", {}, {}],
    ["an approver edits", {}, { action: "edit" }],
    ["an approver rejects", {}, { action: "reject" }],
    ["the requester edits", {}, { user: rita, action: "edit" }],
    ["the requester rejects", {}, { user: rita, action: "reject" }],
    [
      "the requester approves, where the policy lets them",
      {},
      { user: rita, policy: { "promotion.self_approval": true } },
    ],
    ["the requester of a review approves a label", { kind: "truth" }, { user: rita }],
    ["the last editor of a label approves it", { kind: "truth", lastEditor: anna }, {}],
    ["another than the last editor approves", { lastEditor: ben }, {}],
    ["the last editor is the first of two", { lastEditor: anna, quorum: 2 }, {}],
    ["the last editor follows another approver", { lastEditor: anna, quorum: 2, votes: [vote(ben)] }, {}],
    ["a second approver follows the first", { quorum: 2, votes: [vote(ben)] }, {}],
    ["somebody approves anew after an edit cleared the votes", { quorum: 2, votes: noVotes, lastEditor: ben }, {}],
  ])("yes: %s", (_who, gate, asked) => {
    expect(permission(aGate(gate), asked)).toEqual({ allowed: true });
  });

  it.each<[string, Partial<Gate>, Asked, string, string]>([
    ["somebody of another workspace", {}, { team: "T2" }, "team", "another workspace"],
    ["it was approved", decided("approved", [ben]), {}, "decided", "it was approved by <@U0BEN> at 11:02:03 UTC"],
    ["two approved it", decided("approved", [ben, rita]), {}, "decided", "by <@U0BEN> and <@U0RITA> at"],
    ["it was rejected", decided("rejected", [ben]), { action: "edit" }, "decided", "it was rejected by <@U0BEN>"],
    ["it expired and is closed", { status: "expired" }, {}, "decided", "it has expired"],
    ["it was taken back", { status: "superseded" }, {}, "decided", "it was taken back"],
    ["its time is over this very moment", { expiresAt: now }, {}, "expired", "it has expired"],
    ["its time is over and nobody closed it", { expiresAt: new Date(0) }, { action: "edit" }, "expired", "expired"],
    ["somebody who is not on the list", {}, { approvers: [ben] }, "approver", "not on the list of approvers"],
    ["an outsider who wants to edit", {}, { approvers: [ben], action: "edit" }, "approver", "not on the list"],
    ["an outsider who wants to reject", {}, { approvers: [ben], action: "reject" }, "approver", "not on the list"],
    ["the requester who is not on the list", {}, { user: rita, approvers: [ben] }, "approver", "not on the list"],
    [
      "a card that shows an older revision",
      {},
      { revision: 1 },
      "revision",
      "shows revision 1, and the question is now at revision 2",
    ],
    ["a form of a revision that never was", {}, { revision: 3, action: "edit" }, "revision", "revision 3"],
    ["the requester of a promotion", {}, { user: rita }, "requester", "someone else has to approve it"],
    [
      "the requester of a label, where the policy bars it",
      { kind: "truth" },
      { user: rita, policy: { "truth.self_approval": false } },
      "requester",
      "someone else",
    ],
    ["the same person twice", { quorum: 2, votes: [vote(anna)] }, {}, "voted", "approved it already"],
    ["the last editor alone", { lastEditor: anna }, {}, "editor", "someone else has to approve it"],
    [
      "the last editor, whatever self-approval says",
      { lastEditor: anna },
      { policy: { "promotion.self_approval": true } },
      "editor",
      "someone else",
    ],
    [
      "the last editor beside somebody who left the list",
      { lastEditor: anna, quorum: 2, votes: [vote(rita)] },
      { approvers: [anna, ben] },
      "editor",
      "someone else",
    ],
  ])("no: %s", (_who, gate, asked, code, because) => {
    expect(permission(aGate(gate), asked)).toEqual({
      allowed: false,
      code,
      because: expect.stringContaining(because),
    });
  });

  it.each<[GateKind, Action]>([
    ["promotion", "approve"],
    ["promotion", "edit"],
    ["promotion", "reject"],
    ["truth", "approve"],
    ["truth", "edit"],
    ["truth", "reject"],
  ])("nobody decides a %s by %s when the list of approvers is empty", (kind, action) => {
    expect(permission(aGate({ kind }), { action, approvers: [] })).toMatchObject({ allowed: false, code: "approver" });
  });
});
