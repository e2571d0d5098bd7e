import type { Message } from "../../blocks/kit.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { worseMessage } from "../../blocks/worse.ts";
import { worseExamples } from "../../jobs/comparing/worse.ts";
import type { CompareOutcome } from "../../jobs/steps/compare.ts";
import { theComparison } from "../../models/comparison.ts";
import { fullId } from "../../models/ids.ts";
import type { WhyIntent } from "../../models/intent.ts";
import { outcomeOf, type Run, Runs } from "../../models/run.ts";

const shownInFull = 5;

/** What got worse in a run's comparison, and how the prompts differ: all that is known of why. */
export async function whyAnswer({ run: id, about }: WhyIntent, team: string): Promise<Message> {
  const run = await Runs.findOne({ _id: fullId(team, "r", Number(id.slice(1))), team }).lean<Run>();
  const compared = run && outcomeOf<CompareOutcome>(run, "compare");
  if (!compared)
    return problemMessage({
      what: `Nothing can be said of what got worse in ${id}`,
      why: run ? "it has compared nothing, or not yet" : "there is no such run",
      next: run ? "compare its result first" : "see what was tried",
      paste: run ? `/helix compare ${id}` : "/helix runs",
    });
  const comparison = await theComparison(compared.comparison);
  return worseMessage({
    run: id,
    about,
    comparison,
    ...(await worseExamples(comparison._id, about, shownInFull)),
  });
}
