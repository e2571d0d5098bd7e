import type { Verb } from "../../models/intent.ts";
import type { Known } from "../parse/draft.ts";
import { aboutProgram, type Clause, evalClauses, runClauses, runsClauses } from "./clauses.ts";
import { listOpenings } from "./openings/lists.ts";
import { evalOpenings, type Opening, openings, runOpenings } from "./openings.ts";
import { compiled } from "./pattern.ts";
import { macros, slotsFor } from "./slots.ts";

export type Rule<T> = T & { pattern: RegExp };
export type Grammar = { known: Known; openings: Rule<Opening>[]; clauses: Partial<Record<Verb, Rule<Clause>[]>> };

/** The grammar with the registered names in it. */
export function grammarFor(known: Known): Grammar {
  const slots = slotsFor(known);
  const ruled = <T extends Clause>(rule: T) => ({ ...rule, pattern: compiled(rule.says, slots, macros) });
  return {
    known,
    openings: [...openings, ...evalOpenings, ...runOpenings, ...listOpenings].map(ruled),
    clauses: {
      run: runClauses.map(ruled),
      eval: evalClauses.map(ruled),
      runs: runsClauses.map(ruled),
      compare: aboutProgram.map(ruled),
      datasets: aboutProgram.map(ruled),
    },
  };
}
