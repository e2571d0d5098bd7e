import type { KnownBlock } from "@slack/types";
import { shortId } from "../../models/ids.ts";
import type { Run } from "../../models/run.ts";
import { bold, code, cut, header, joined, link, mention, mrkdwn, section, type Words } from "../kit.ts";
import { runButtons } from "../run/buttons.ts";
import { stepLine } from "../run/steps.ts";
import { runMoney, statusWords } from "../run.ts";
import { type Listed, pagingBlocks } from "./paging.ts";

export interface HomeRun {
  run: Run;
  link: string | null;
  /** Whether this person may pause and cancel it. */
  maySteer: boolean;
}

/** Runs that have not ended: how far they came, what they spent, and for who may, Pause and Cancel. */
export function runningBlocks({ shown, total }: Listed<HomeRun>, page: number): KnownBlock[] {
  if (total === 0)
    return [
      header("No open runs"),
      section(mrkdwn`Press New run above, or type ${code("/helix run")}: the form offers what there is to choose.`),
    ];
  return [
    header(`${total} open ${total === 1 ? "run" : "runs"}`),
    ...shown.flatMap(runBlocks),
    ...pagingBlocks("running", page, total, "runs"),
  ];
}

function runBlocks({ run, link: url, maySteer }: HomeRun): KnownBlock[] {
  const id = shortId(run._id);
  const name = url === null ? code(id) : link(url, id);
  const now = nowLine(run);
  const lines: Words[] = [
    mrkdwn`${bold(cut(run.title, 200))}  ${name} · ${statusWords[run.status]} · asked by ${mention(run.requestedBy)}`,
    ...(now === null ? [] : [now]),
    runMoney(run),
  ];
  return [section(joined(lines, "\n")), ...(maySteer ? runButtons(run) : [])];
}

/** The step that is at work or comes next. */
function nowLine({ steps }: Run): string | null {
  const step =
    steps.find(({ status }) => status === "running") ??
    steps.find(({ status }) => status === "queued" || status === "waiting");
  return step ? `${stepLine(step)} (step ${step.n + 1} of ${steps.length})` : null;
}
