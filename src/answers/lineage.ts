import type { Message } from "../../blocks/kit.ts";
import { lineageMessage } from "../../blocks/lineage.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { type Lineage, lineageOf, lineageOfCandidate } from "../../models/lineage.ts";
import type { Program } from "../../models/program.ts";

/** Where what is deployed comes from, or a deployment or a candidate by its id. */
export async function lineageAnswer(programs: Program[], of: string | null): Promise<Message> {
  const [program] = programs;
  if (!program || programs.length > 1)
    return problemMessage({
      what: "There is no lineage to show",
      why: "it is not clear which program is meant",
      next: "name one of the registered programs",
      paste: "/helix status",
    });
  const lineage = await lineageNamed(program, of);
  if (lineage) return lineageMessage(lineage);
  return problemMessage({
    what: `There is no lineage of ${of} to show`,
    why: `${program.name} has no such ${of?.startsWith("c") ? "candidate" : "deployment"}`,
    next: "name a deployment such as d1 or a candidate such as c7, or nothing for what is live",
    paste: `/helix lineage ${program.name}`,
  });
}

function lineageNamed(program: Program, of: string | null): Promise<Lineage | null> {
  if (of === null || of === "deployed") return lineageOf(program, program.deployed);
  const [, kind, number] = /^([cd])(\d+)$/.exec(of) ?? [];
  if (number === undefined) return Promise.resolve(null);
  return kind === "c" ? lineageOfCandidate(program, Number(number)) : lineageOf(program, Number(number));
}
