import type { WebClient } from "@slack/web-api";
import { helpMessage } from "../blocks/help.ts";
import type { Message } from "../blocks/kit.ts";
import { problemMessage } from "../blocks/problem.ts";
import { programsMessage } from "../blocks/programs.ts";
import type { Deps } from "../jobs/deps.ts";
import { inWords } from "../jobs/trouble.ts";
import type { Intent } from "../models/intent.ts";
import { type Program, Programs } from "../models/program.ts";
import { standingOf } from "../models/standing.ts";
import { auditAnswer } from "./answers/audit.ts";
import { datasetsAnswer } from "./answers/datasets.ts";
import { lineageAnswer } from "./answers/lineage.ts";
import { progressAnswer } from "./answers/progress.ts";
import { runsAnswer } from "./answers/runs.ts";
import { statusAnswer } from "./answers/status.ts";
import { steerAnswer } from "./answers/steer.ts";
import { tracesAnswer } from "./answers/traces.ts";
import { whyAnswer } from "./answers/why.ts";
import { checkoutNote } from "./planning/notes.ts";
import { Refusal } from "./planning/plan.ts";
import type { RunningIntent } from "./requests.ts";

/** Who asks, as far as Slack's signed payload says. */
export interface Asker {
  deps: Deps;
  client: WebClient;
  team: string;
  user: string;
}

type Answerable = Exclude<Intent, RunningIntent>;

const running = ["run", "eval", "compare", "review", "digest", "promote", "rollback"] satisfies RunningIntent["verb"][];

/** Whether an intent is answered at once; the others make a run. */
export const isAnswerable = (intent: Intent): intent is Answerable =>
  !(running as Intent["verb"][]).includes(intent.verb);

/** Answers what needs no run. */
export async function answer(intent: Answerable, asker: Asker): Promise<Message> {
  switch (intent.verb) {
    case "help":
      return helpMessage(intent.topic);
    case "cancel":
    case "pause":
    case "resume":
      return steerAnswer(intent, asker);
    case "runs":
      return runsAnswer(intent, asker);
    case "programs":
      return programsAnswer(await programsNamed(asker.team, null));
    case "datasets":
      return datasetsAnswer(intent, await programsNamed(asker.team, intent.program));
    case "why":
      return whyAnswer(intent, asker.team);
    case "status":
      if (intent.run) return progressAnswer(intent.run, asker.team);
      return statusAnswer(await programsNamed(asker.team, intent.program), asker);
    case "traces":
      return tracesAnswer(await programsNamed(asker.team, intent.program));
    case "audit":
      return auditAnswer(intent, asker);
    case "lineage":
      return lineageAnswer(await programsNamed(asker.team, intent.program), intent.of);
  }
}

/** One that is out of use is shown when it is named: its history stays. */
const programsNamed = (team: string, name: string | null): Promise<Program[]> =>
  Programs.find({ team, ...(name ? { name } : { removed: null }) })
    .sort({ name: 1 })
    .lean<Program[]>();

async function programsAnswer(programs: Program[]): Promise<Message> {
  return programsMessage(
    await Promise.all(
      programs.map(async (program) => ({ standing: await standingOf(program), differs: await checkoutNote(program) })),
    ),
  );
}

/** What a person is told when something did not work. */
export const troubleMessage = (error: unknown): Message =>
  problemMessage({ ...inWords(error), ...(error instanceof Refusal && error.paste && { paste: error.paste }) });
