import type { Branch } from "../models/branch.ts";
import type { Deployment } from "../models/deployment.ts";
import { shortId } from "../models/ids.ts";
import type { Lineage } from "../models/lineage.ts";
import type { Candidate } from "../models/release.ts";
import { type Run, spentUsd } from "../models/run.ts";
import { dollars, interval, plural, points } from "./figures.ts";
import {
  bold,
  code,
  date,
  header,
  joined,
  type Markup,
  type Message,
  mention,
  message,
  mrkdwn,
  people,
  section,
} from "./kit.ts";

/** deployment ← gate ← comparison ← evaluations ← candidate ← run ← dataset version ← labels, a line each. A candidate may be its beginning. */
export function lineageMessage(lineage: Lineage): Message {
  const { program, deployment } = lineage;
  const lines = [
    deployment ? deploymentLine(deployment, lineage) : undeployedLine(lineage),
    gateLine(lineage),
    comparisonLine(lineage),
    ...evaluationLines(lineage),
    candidateLine(lineage),
    runLine(lineage),
    datasetLine(lineage),
    labelsLine(lineage),
  ].filter((line) => line !== null);
  return message(mrkdwn`Where ${program.name} comes from: ${joined(lines, "; ")}.`, [
    header(
      `Where ${deployment ? `d${deployment.number}` : shortId(lineage.candidate._id)} of ${program.name} comes from`,
    ),
    section(joined(lines, "\n← ")),
  ]);
}

const at = (moment: Date): Markup => date(new Date(moment).getTime());

const undeployedLine = ({ candidate, release }: Lineage): Markup =>
  mrkdwn`${bold(shortId(candidate._id))} on ${release.lm.alias}, never deployed`;

function deploymentLine(deployment: Deployment, { release }: Lineage): Markup {
  const digest = deployment.artifactDigest ? mrkdwn`, artifact ${code(deployment.artifactDigest.slice(0, 12))}` : "";
  const lineage =
    deployment.lineage === "unproven" ? ", unproven lineage: it was there when the program was registered" : "";
  const back = typeof deployment.rollbackOf === "number" ? `, a rollback to d${deployment.rollbackOf}` : "";
  return mrkdwn`${bold(`d${deployment.number}`)} deployed ${at(deployment.at)}${back}${digest}: ${shortId(release.candidate)} on ${release.lm.alias}${lineage}`;
}

function gateLine({ gate }: Lineage): Markup | null {
  if (!gate?.decision) return null;
  const who = joined(gate.decision.by.map(mention), " and ");
  return mrkdwn`gate ${bold(shortId(gate._id))} approved by ${who} ${at(gate.decision.at)}, revision ${gate.decision.revision}, evidence ${code(gate.decision.digest.slice(0, 12))}`;
}

function comparisonLine({ comparison }: Lineage): Markup | null {
  if (!comparison) return null;
  return mrkdwn`comparison ${bold(shortId(comparison._id))}: ${comparison.result.verdict}, ${comparison.result.because}`;
}

function evaluationLines({ evaluations, comparison, deployment }: Lineage): Markup[] {
  return evaluations.map(
    ({ _id, summary, dataset, split }) =>
      mrkdwn`evaluation ${bold(shortId(_id))}${_id === comparison?.baseline ? ` of what it ${deployment ? "replaced" : "was compared with"}` : ""}: ${points(summary?.mean ?? null)} (${interval(summary?.low ?? null, summary?.high ?? null)}) on ${split} of v${dataset}`,
  );
}

function candidateLine({ candidate }: Lineage): Markup {
  const parents = candidate.parents.length > 0 ? `, from ${candidate.parents.map(shortId).join(" and ")}` : "";
  const val = candidate.valScore === null ? "" : `, ${points(candidate.valScore)} on val`;
  return mrkdwn`candidate ${bold(shortId(candidate._id))}, state ${code(candidate.stateHash.slice(0, 12))}${parents}${val}, source ${code(candidate.programSource.slice(0, 12))}`;
}

function runLine({ run, candidate }: Lineage): Markup {
  if (!run) return mrkdwn`the program as its team wrote it: no run made it`;
  const { name, ...rest } = candidate.optimizer ?? {};
  const config = Object.entries(rest)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ");
  return mrkdwn`run ${bold(shortId(run._id))}, asked for by ${mention(run.requestedBy)} ${at(run.createdAt)}: ${String(name ?? "")}${searchWords(run, candidate)} (${config}), cost ${dollars(spentUsd(run))}`;
}

/** On which model and data it was searched, and which model proposed: the plan of the step that made the candidate. */
function searchWords({ steps }: Run, { _id }: Candidate): string {
  const made = steps.find(({ candidates }) => candidates.some(({ candidate }) => candidate === _id));
  const { branch, dataset, reflection } = (made?.params ?? {}) as Partial<Searched>;
  const words = [
    branch && ` on ${branch.model}`,
    dataset && ` over train and val of v${dataset}`,
    reflection && `, proposals by ${reflection}`,
  ];
  return words.filter(Boolean).join("");
}

interface Searched {
  branch: Branch;
  dataset: number;
  reflection: string | null;
}

function datasetLine({ dataset, program, evaluations: [measured] }: Lineage): Markup | null {
  if (!dataset) return null;
  const { train, val, test } = dataset.counts;
  const ruler = measured ?? { metric: program.config.metric, ...program.described };
  return mrkdwn`dataset ${bold(`v${dataset.number}`)} ${code(dataset.hash.slice(0, 12))}: ${train} train, ${val} val, ${test} test; metric ${ruler.metric} ${code(ruler.metricSource.slice(0, 12))}, DSPy ${ruler.dspy}`;
}

function labelsLine({ imported, reviewed }: Lineage): Markup {
  const reviewers = [...new Set(reviewed.map(({ by }) => by))];
  const who = reviewers.length > 0 ? mrkdwn` by ${joined(reviewers.map(people), " and ")}` : "";
  return mrkdwn`labels: ${plural(imported, "example")} imported, not reviewed; ${reviewed.length === 0 ? "none" : plural(reviewed.length, "label")} reviewed${who}`;
}
