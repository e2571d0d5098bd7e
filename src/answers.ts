import { helpMessage } from "../blocks/help.ts";
import type { Message } from "../blocks/kit.ts";
import { lineageMessage } from "../blocks/lineage.ts";
import { problemMessage } from "../blocks/problem.ts";
import { standingMessage } from "../blocks/standing.ts";
import { inWords } from "../jobs/trouble.ts";
import type { Intent, IntentOf } from "../models/intent.ts";
import { lineageOf } from "../models/lineage.ts";
import { type Program, Programs } from "../models/program.ts";
import { standingOf } from "../models/standing.ts";

type Answerable = IntentOf<"status"> | IntentOf<"lineage"> | IntentOf<"help">;

export const isAnswerable = (intent: Intent): intent is Answerable =>
  intent.verb === "status" || intent.verb === "lineage" || intent.verb === "help";

/** Answers what needs no run. */
export async function answer(intent: Answerable, team: string): Promise<Message> {
  if (intent.verb === "help") return helpMessage(intent.topic);
  const programs = await Programs.find({ team, ...(intent.program && { name: intent.program }) })
    .sort({ name: 1 })
    .lean<Program[]>();
  if (intent.verb === "status") return standingMessage(await Promise.all(programs.map(standingOf)));
  return lineageAnswer(programs, intent.of);
}

async function lineageAnswer(programs: Program[], of: string | null): Promise<Message> {
  const [program] = programs;
  if (!program || programs.length > 1)
    return problemMessage({
      what: "There is no lineage to show",
      why: "it is not clear which program is meant",
      next: "name one of the registered programs",
      paste: "/helix status",
    });
  const number = of === null || of === "deployed" ? program.deployed : Number(/^d(\d+)$/.exec(of)?.[1] ?? Number.NaN);
  const lineage = Number.isNaN(number) ? null : await lineageOf(program, number);
  if (lineage) return lineageMessage(lineage);
  return problemMessage({
    what: `There is no lineage of ${of} to show`,
    why: `${program.name} has no such deployment`,
    next: "name a deployment such as d1, or nothing for what is live",
    paste: `/helix lineage ${program.name}`,
  });
}

/** What a person is told when something did not work. */
export const troubleMessage = (error: unknown): Message => problemMessage(inWords(error));
