import { changedMessage, readPageValue } from "../blocks/comparison/changed.ts";
import type { Message } from "../blocks/kit.ts";
import { changedPage, pageSize } from "../jobs/comparing/changed.ts";
import { Trouble } from "../jobs/trouble.ts";
import { Comparisons } from "../models/comparison.ts";
import type { Person } from "../models/may-decide.ts";

/** The page of changed examples a button asks for. Throws trouble where the button or the comparison is not this team's. */
export async function changedExamples(value: string, { team }: Person): Promise<Message> {
  const asked = readPageValue(value);
  const isOurs = asked !== null && (await Comparisons.exists({ _id: asked.comparison, team })) !== null;
  if (!asked || !isOurs)
    throw new Trouble("No examples are shown", "there is no such comparison", "use the button of the newest message");
  return changedMessage({ ...(await changedPage(asked.comparison, asked.page)), size: pageSize });
}
