import { shortId } from "../models/ids.ts";
import { type Standing, staleness } from "../models/standing.ts";
import { interval, plural, points } from "./figures.ts";
import {
  bold,
  code,
  date,
  joined,
  type Markup,
  type Message,
  message,
  mrkdwn,
  people,
  section,
  type Words,
} from "./kit.ts";

/** Where programs stand, one paragraph each. */
export function standingMessage(standings: Standing[]): Message {
  if (standings.length === 0)
    return message("No program is registered yet.", [
      section(
        mrkdwn`No program is registered yet. An operator adds one with ${code("npm run helix -- add <folder of helix.yaml>")}.`,
      ),
    ]);
  return message(
    standings.map(standingWords).join(" "),
    standings.map((standing) => section(joined(standingLines(standing), "\n"))),
  );
}

export function scoreWords({ evaluation }: Standing): string {
  const summary = evaluation?.summary;
  if (!evaluation || !summary) return "not evaluated yet";
  return `${points(summary.mean)} (${interval(summary.low, summary.high)}) on ${plural(summary.n, "test example")}`;
}

function standingWords(standing: Standing): string {
  const { program, deployment, candidate } = standing;
  return `${program.name}: d${deployment.number} (${shortId(candidate)}) is deployed, ${scoreWords(standing)}, ${staleness(standing)}.`;
}

function standingLines(standing: Standing): Words[] {
  const { program, deployment, candidate, model, running, gates, drafts } = standing;
  const lines: Words[] = [
    mrkdwn`${bold(program.name)}: d${deployment.number} is deployed: ${shortId(candidate)} on ${model}, since ${date(new Date(deployment.at).getTime())}, ${byWhom(standing)}`,
    `score ${scoreWords(standing)}; ${staleness(standing)}`,
  ];
  if (running.length > 0) lines.push(`at work: ${running.map((run) => `${shortId(run._id)} ${run.title}`).join(", ")}`);
  if (gates.length > 0)
    lines.push(`waiting for a decision: ${gates.map((gate) => `${shortId(gate._id)} (${gate.kind})`).join(", ")}`);
  if (drafts > 0) lines.push(`${plural(drafts, "drafted label")} to review with /helix review ${program.name}`);
  return lines;
}

function byWhom({ deployment }: Standing): Markup {
  if (deployment.lineage === "unproven")
    return mrkdwn`as it was registered by ${people(deployment.by)} (unproven lineage)`;
  return mrkdwn`approved by ${people(deployment.by)}`;
}
