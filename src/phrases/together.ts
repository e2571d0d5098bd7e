import type { Intent } from "../../models/intent.ts";
import type { Heard } from "./heard.ts";
import type { Meant } from "./meant.ts";

/** All of it, or nothing: half of what was asked may be the half that nobody wanted alone. */
export function together(readings: Meant[]): Heard {
  const understood = once(readings.flatMap((reading) => (reading.ok ? [reading.intent] : [])));
  const troubled = readings.filter((reading) => !reading.ok);
  const [first] = troubled;
  if (first === undefined) return { ok: true, intents: understood };
  const question = troubled.every((reading) => reading.question !== null) ? first.question : null;
  const problem = question?.problem ?? troubled.map((reading) => reading.problem).join(" ");
  return {
    ok: false,
    problem,
    paste: readings.length === 1 ? first.paste : null,
    question,
    unplaced: troubled.flatMap(({ unplaced = [] }) => unplaced),
    understood,
    proposes: [],
  };
}

/** "Who approved it, and which run made it?" are two questions with one answer; the one that names more is meant. */
function once(intents: Intent[]): Intent[] {
  return intents.filter((intent, n) => {
    const others = intents.filter((_, at) => at !== n);
    const isIn = (other: Intent, at: number) =>
      says(other, intent) && (!says(intent, other) || intents.indexOf(others[at] ?? intent) < n);
    return !others.some(isIn);
  });
}

const says = (whole: Intent, part: Intent): boolean =>
  whole.verb === part.verb &&
  Object.entries(part).every(
    ([key, value]) =>
      value === null || JSON.stringify(value) === JSON.stringify((whole as Record<string, unknown>)[key]),
  );
