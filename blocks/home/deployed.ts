import type { KnownBlock } from "@slack/types";
import { shortId } from "../../models/ids.ts";
import { type Standing, staleness } from "../../models/standing.ts";
import { plural } from "../figures.ts";
import { bold, button, code, context, date, header, joined, mrkdwn, section, type Words } from "../kit.ts";
import { newRunId } from "../run-form.ts";
import { scoreWords } from "../standing.ts";
import { type Listed, pagingBlocks } from "./paging.ts";

/** What is deployed of each program, how it scores on which dataset version, and whether that is today's. */
export function deployedBlocks({ shown, total }: Listed<Standing>, page: number): KnownBlock[] {
  return [
    header("Deployed"),
    ...shown.map(programBlock),
    ...withoutDigest(shown),
    ...pagingBlocks("programs", page, total, "programs"),
  ];
}

/** Where no program has a digest of its own accord, how to have one. */
const withoutDigest = (shown: Standing[]): KnownBlock[] =>
  shown.some(({ program }) => program.nextDigest)
    ? []
    : [
        context(
          mrkdwn`No daily digest is set (${code("digest:")} in helix.yaml); ${code("/helix digest")} makes one now.`,
        ),
      ];

function programBlock(standing: Standing): KnownBlock {
  const { program, deployment, candidate, model, drafts } = standing;
  const since = date(new Date(deployment.at).getTime());
  const lines: Words[] = [
    mrkdwn`${bold(program.name)}: ${code(`d${deployment.number}`)}, ${shortId(candidate)} on ${model}, since ${since}`,
    standing.evaluation
      ? mrkdwn`${scoreWords(standing)}; ${staleness(standing)}`
      : mrkdwn`not evaluated yet: ${code(`/helix eval ${program.name}`)} measures it`,
    ...(drafts > 0
      ? [mrkdwn`${plural(drafts, "drafted label")} to review: ${code(`/helix review ${program.name}`)}`]
      : []),
  ];
  if (program.nextDigest) lines.push(mrkdwn`next digest ${date(new Date(program.nextDigest.due).getTime())}`);
  const run = button({ text: "New run", actionId: newRunId, value: program.name, label: `New run of ${program.name}` });
  return section(joined(lines, "\n"), run);
}
