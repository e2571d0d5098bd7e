import { auditMessage } from "../../blocks/audit.ts";
import type { Message } from "../../blocks/kit.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { newestAudit, oldestAudit } from "../../models/audit.ts";
import { auditAbout } from "../../models/audit-about.ts";
import type { AuditIntent } from "../../models/intent.ts";
import type { Asker } from "../answers.ts";
import { programMeant } from "../planning/program-meant.ts";

const shown = 10;

/** Whether the chain holds, and the newest records: all, or about a program or one thing. */
export async function auditAnswer(intent: AuditIntent, { deps, team }: Asker): Promise<Message> {
  const { subject } = intent;
  const isNumbered = subject !== null && /^[dv]/.test(subject);
  const program = isNumbered ? await programMeant(intent, team) : intent.program;
  if (isNumbered && program === null) return whichProgram(subject);
  const about = subject === null ? null : await auditAbout(team, program, subject);
  const filter = { ...(program && !about && { "body.program": program }), ...about };
  const [chain, records, first] = await Promise.all([
    deps.audit.verify(team),
    newestAudit(team, shown, filter),
    oldestAudit(team),
  ]);
  const words = [subject, program].filter((word) => word !== null).join(" of ");
  return auditMessage({ about: words, chain, since: first?.at ?? null, records });
}

const whichProgram = (subject: string): Message =>
  problemMessage({
    what: "There is nothing to show",
    why: `every program has its own ${subject}, and it is not clear which program is meant`,
    next: "name it, as in `/helix audit ingredient-analyzer d3`",
    paste: "/helix programs",
  });
