import type { Drift } from "../models/drift.ts";
import { confidence, percent } from "../models/figures.ts";
import type { Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import type { Run } from "../models/run.ts";
import { type Standing, staleness } from "../models/standing.ts";
import { interval, plural, points } from "./figures.ts";
import {
  bold,
  code,
  date,
  joined,
  link,
  type Markup,
  type Message,
  message,
  mrkdwn,
  people,
  section,
  type Words,
} from "./kit.ts";
import { questionWords } from "./reminder.ts";
import { runMoney, statusWords } from "./run.ts";

/** Where a program stands, what production did since, and where the cards are that wait (addresses by gate id). */
export interface StandingView {
  standing: Standing;
  drift: Drift | null;
  links: Map<string, string>;
}

/** Where programs stand, one paragraph each. */
export function standingMessage(views: StandingView[]): Message {
  if (views.length === 0)
    return message("No program is registered yet.", [
      section(
        mrkdwn`No program is registered yet. An operator adds one with ${code("npm run helix -- add <folder of helix.yaml>")}.`,
      ),
    ]);
  return message(
    joined(views.map(standingWords), " "),
    views.map((view) => section(joined(standingLines(view), "\n"))),
  );
}

export function scoreWords({ evaluation }: Standing): string {
  const summary = evaluation?.summary;
  if (!evaluation || !summary) return "not evaluated yet";
  return `score ${points(summary.mean)} (${confidence} interval ${interval(summary.low, summary.high)}) on ${plural(summary.n, "test example")}`;
}

/** All of it as plain sentences: what the blocks show is said. */
const standingWords = (view: StandingView): Markup =>
  joined(
    standingLines(view).map((line) => joined([line, "."], "")),
    " ",
  );

function standingLines({ standing, drift, links }: StandingView): Words[] {
  const { program, deployment, candidate, model, running, gates, drafts } = standing;
  const lines: Words[] = [
    mrkdwn`${bold(program.name)}: d${deployment.number} is deployed: ${shortId(candidate)} on ${model}, since ${when(deployment.at)}, ${byWhom(standing)}`,
    standing.evaluation ? `${scoreWords(standing)}; ${staleness(standing)}` : scoreWords(standing),
    ...(drift ? driftLines(standing, drift) : []),
  ];
  lines.push(...running.map(runWords));
  if (gates.length > 0) lines.push(waitingWords(gates, links));
  if (drafts > 0) lines.push(`${plural(drafts, "drafted label")} to review with /helix review ${program.name}`);
  return lines;
}

const when = (at: Date): Markup => date(new Date(at).getTime());

/** An open run: how it stands, and what it has cost so far. */
const runWords = (run: Run): string => `${statusWords[run.status]}: ${shortId(run._id)} ${run.title}, ${runMoney(run)}`;

const mostGates = 10;

/** Of each kind together, and since when the first of them waits. */
function waitingWords(gates: Gate[], links: Map<string, string>): Markup {
  const listed = gates.slice(0, mostGates);
  const shown = [...new Set(listed.map(questionWords))].map((kind) => {
    const ids = listed.filter((gate) => questionWords(gate) === kind).map(({ _id }) => linked(_id, links));
    return mrkdwn`${joined(ids, ", ")} (${ids.length > 1 ? (severalWords[kind] ?? kind) : kind})`;
  });
  const more = gates.length > mostGates ? [`${gates.length - mostGates} more`] : [];
  const first = new Date(Math.min(...gates.map(({ at }) => new Date(at).getTime())));
  return mrkdwn`waiting for a decision since ${when(first)}: ${joined([...shown, ...more], ", ")}`;
}

function linked(gate: string, links: StandingView["links"]): Words {
  const url = links.get(gate);
  return url ? link(url, shortId(gate)) : shortId(gate);
}

const severalWords: Record<string, string> = { "a label": "labels", "a promotion": "promotions" };

function byWhom({ deployment }: Standing): Markup {
  if (deployment.lineage === "unproven")
    return mrkdwn`as it was registered by ${people(deployment.by)} (unproven lineage)`;
  const back = typeof deployment.rollbackOf === "number" ? `a rollback to d${deployment.rollbackOf}, ` : "";
  const gate = deployment.gate ? ` in ${shortId(deployment.gate)}` : "";
  return mrkdwn`${back}approved by ${people(deployment.by)}${gate}`;
}

/** Observed against predicted, where anything was observed; else "unknown" and why. */
function driftLines({ deployment }: Standing, drift: Drift): Words[] {
  const { traces, corrected } = drift;
  const feedback =
    traces === 0 || corrected === 0
      ? ""
      : `; users corrected ${plural(corrected, "answer")} since (${percent(corrected / traces)} of the traces)`;
  return [joined([artifactWords(deployment.artifactDigest, drift), feedback], "")];
}

function artifactWords(digest: string | null, { traces, named, others }: Drift): Words {
  if (traces === 0) return "drift unknown: no trace was read since it was deployed";
  if (named === 0)
    return `drift unknown: none of the ${plural(traces, "trace")} since names the artifact that answered`;
  if (others.length === 0)
    return `no drift: ${plural(named, "trace")} since ${named === 1 ? "names" : "name"} this artifact`;
  const list = others.slice(0, 3).map(({ artifact, deployment, traces: n }) => {
    const known = deployment === null ? "unknown to Helix" : `that of d${deployment}`;
    return mrkdwn`${n} by ${code(artifact.slice(0, 12))} (${known})`;
  });
  const expected = digest === null ? "it has no artifact, and others answered" : "other artifacts answered";
  return mrkdwn`${bold("drift")}: ${expected}, of ${plural(named, "trace")} since: ${joined(list, ", ")}`;
}
