import { shortId } from "../models/ids.ts";
import type { Lineage } from "../models/lineage.ts";
import { spentUsd } from "../models/run.ts";
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

/** deployment ← gate ← comparison ← evaluations ← candidate ← run ← dataset version ← labels, a line each. */
export function lineageMessage(lineage: Lineage): Message {
  const { program, deployment } = lineage;
  const lines = [
    deploymentLine(lineage),
    gateLine(lineage),
    comparisonLine(lineage),
    ...evaluationLines(lineage),
    candidateLine(lineage),
    runLine(lineage),
    datasetLine(lineage),
    labelsLine(lineage),
  ].filter((line) => line !== null);
  return message(mrkdwn`Where ${program.name} comes from: ${joined(lines, "; ")}.`, [
    header(`Where d${deployment.number} of ${program.name} comes from`),
    section(joined(lines, "\n← ")),
  ]);
}

const at = (moment: Date): Markup => date(new Date(moment).getTime());

function deploymentLine({ deployment, release }: Lineage): Markup {
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

function evaluationLines({ evaluations, comparison }: Lineage): Markup[] {
  return evaluations.map(
    ({ _id, summary, dataset, split }) =>
      mrkdwn`evaluation ${bold(shortId(_id))}${_id === comparison?.baseline ? " of what it replaced" : ""}: ${points(summary?.mean ?? null)} (${interval(summary?.low ?? null, summary?.high ?? null)}) on ${split} of v${dataset}`,
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
  return mrkdwn`run ${bold(shortId(run._id))}, asked for by ${mention(run.requestedBy)} ${at(run.createdAt)}: ${String(name ?? "")} (${config}), cost ${dollars(spentUsd(run))}`;
}

function datasetLine({ dataset, program }: Lineage): Markup | null {
  if (!dataset) return null;
  const { train, val, test } = dataset.counts;
  return mrkdwn`dataset ${bold(`v${dataset.number}`)} ${code(dataset.hash.slice(0, 12))}: ${train} train, ${val} val, ${test} test; metric ${code(program.described.metricSource.slice(0, 12))}`;
}

function labelsLine({ imported, reviewed }: Lineage): Markup {
  const reviewers = [...new Set(reviewed.map(({ by }) => by))];
  const who = reviewers.length > 0 ? mrkdwn` by ${joined(reviewers.map(people), " and ")}` : "";
  return mrkdwn`labels: ${plural(imported, "example")} imported, not reviewed; ${reviewed.length === 0 ? "none" : plural(reviewed.length, "label")} reviewed${who}`;
}
