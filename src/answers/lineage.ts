import type { Message } from "../../blocks/kit.ts";
import { lineageMessage } from "../../blocks/lineage.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { lineageOf } from "../../models/lineage.ts";
import type { Program } from "../../models/program.ts";

/** Where what is deployed, or a deployment by its number, comes from. */
export async function lineageAnswer(programs: Program[], of: string | null): Promise<Message> {
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
