import type { Deps } from "../../jobs/deps.ts";
import { renewGate } from "../../jobs/gates/renew.ts";
import { showGate } from "../../jobs/show.ts";
import { checkGround, type TruthGround } from "../../models/evidence.ts";
import { currentRevision, findGate, type Gate, gateMessageKey } from "../../models/gate.ts";
import { type Action, mayDecide, type Person } from "../../models/may-decide.ts";
import { type Place, placeOf } from "../../models/outbox/place.ts";
import { type Program, theProgram } from "../../models/program.ts";

/** One click or one submitted form, as Slack's signed payload gives it. */
export interface Click {
  person: Person;
  gate: string;
  revision: number;
  action: Action;
  /** Where the button stood; null for a form, which was opened from a button that was checked. */
  message: { channel: string; ts: string } | null;
}

export interface Allowed {
  gate: Gate;
  program: Program;
  approvers: string[];
  /** What a truth card is drawn from, as its evidence was checked. */
  ground: TruthGround | null;
}

/** Repeating itself would tell the audit nothing: these refusals are told to the person only. */
const everyday = new Set(["decided", "revision", "voted"]);

/**
 * May this click go on? Authorisation and evidence are checked here, at every click and at every submitted form.
 * `approversOf` is asked now, so that somebody taken off the list a minute ago is refused.
 */
export async function admit(
  deps: Deps,
  click: Click,
  approversOf: (program: Program, kind: Gate["kind"]) => Promise<string[] | null>,
): Promise<{ ok: true; allowed: Allowed } | { ok: false; because: string }> {
  const key = gateMessageKey({ _id: click.gate });
  const [gate, card] = await Promise.all([findGate(click.gate), click.message && placeOf(click.person.team, key)]);
  if (!gate) return { ok: false, because: nowhere };
  if (gate.team !== click.person.team) return refuse(deps, gate, click, "team", nowhere);
  const program = await theProgram(gate.team, gate.program);
  if (click.message && !standsThere(card, click.message))
    return refuse(deps, gate, click, "place", "this is not the card that was posted for it");
  const approvers = await approversOf(program, gate.kind);
  if (!approvers)
    return {
      ok: false,
      because: "Slack did not say who is in the approvers' group, so nothing was decided; try again in a minute",
    };
  const permission = mayDecide(
    gate,
    click.person,
    click.action,
    click.revision,
    approvers,
    program.config.policy,
    deps.now(),
  );
  if (!permission.allowed) {
    await showGate(gate);
    return refuse(deps, gate, click, permission.code, permission.because);
  }
  const evidence = await checkGround(gate, currentRevision(gate));
  if (evidence.ok) return { ok: true, allowed: { gate, program, approvers, ground: evidence.ground } };
  const renewed = await renewGate(deps, gate, evidence.because);
  return refuse(deps, gate, click, "evidence", `${evidence.because}; ${renewed}`);
}

const nowhere = "this question does not exist in this workspace";

function standsThere(card: Place | null, { channel, ts }: { channel: string; ts: string }): boolean {
  if (!card || card.channel !== channel) return false;
  return card.ts === null || card.ts === ts || card.formerTs.includes(ts);
}

async function refuse(
  deps: Deps,
  gate: Gate,
  { person, action, revision }: Click,
  code: string,
  because: string,
): Promise<{ ok: false; because: string }> {
  if (everyday.has(code)) return { ok: false, because };
  await deps.audit.append({
    team: gate.team,
    key: `refusal-${gate._id}-${revision}-${person.user}-${action}-${code}`,
    kind: "refusal",
    at: deps.now(),
    by: person.user,
    body: { gate: gate._id, program: gate.program, action, revision, code, because },
  });
  return { ok: false, because };
}
