import { audit, lineage, production } from "./afterwards.ts";
import type { DemoSet } from "./set.ts";
import { ask, deployed, promotion, result } from "./shipping.ts";
import { Stage, StoryEnds, slow } from "./stage.ts";
import type { Teller } from "./tell.ts";
import { digest, newVersion, review } from "./truth.ts";

/** A step of the story that did not hold, by name. */
export class StoryFailed extends Error {}

const steps: [title: string, play: (stage: Stage) => Promise<void>][] = [
  ["The program is added", firstEvaluation],
  ["Traces wait", digest],
  ["People say what is true", review],
  ["Dataset v2, and what is deployed is measured on it", newVersion],
  ["Somebody asks, in one sentence", ask],
  ["Plan, progress, result", result],
  ["The requester is refused, an approver approves", promotion],
  ["Loaded, checked, moved", deployed],
  ["Production answers with it", production],
  ["Where it comes from", lineage],
  ["The audit chain holds", audit],
];

/** One turn of the loop, every step asserted; each figure comes from the run itself. Answers whether it came full circle. */
export async function playStory(set: DemoSet, teller: Teller): Promise<boolean> {
  const stage = new Stage(set, teller);
  for (const [n, [title, play]] of steps.entries()) {
    teller.step(n, title);
    const ended = await play(stage).then(() => null, asEnd(n, title));
    if (ended) return teller.endsEarly(ended.message);
  }
  teller.end();
  return true;
}

const asEnd = (n: number, title: string) => (error: unknown) => {
  if (error instanceof StoryEnds) return error;
  const why = error instanceof Error ? error.message : String(error);
  throw new StoryFailed(`step ${n} (${title}) did not hold: ${why}`);
};

async function firstEvaluation(stage: Stage): Promise<void> {
  const message = await stage.see(/First evaluation of ingredient-analyzer.*done/s, undefined, slow);
  stage.show(message);
  stage.holds(/Deployed on test of v1 .*: score 0\.\d{3}/, message, "what is deployed has a score on the test split");
}
