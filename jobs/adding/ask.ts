import type { Draft } from "../../models/draft.ts";
import type { Program } from "../../models/program.ts";
import { createRun, type Run } from "../../models/run.ts";

/** The run that drafts a label where there is none, and then asks the program's approvers about it, where they are. */
export function askAboutDraft(program: Program, { _id, label }: Draft, user: string, key: string, at: Date) {
  const review = { kind: "review" as const, params: { draft: _id } };
  return createRun({
    team: program.team,
    key,
    program: program.name,
    title: `A label for ${program.name}, from a message`,
    requestedBy: user,
    channel: program.config.channel,
    limitUsd: program.config.budget.run_usd,
    steps: label === null ? [{ kind: "draft", params: { draft: _id } }, review] : [review],
    at,
  }) satisfies Promise<Run>;
}
