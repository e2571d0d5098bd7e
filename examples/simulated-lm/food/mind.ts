import { chance } from "../chance.ts";
import type { Skill } from "../model.ts";

/** What a model knows in one call: every doubt is settled by seed, model and salt alone. The salt is empty for a plain call. */
export interface Mind {
  seed: number;
  model: string;
  salt: string;
  skill: Skill;
}

/** Whether something of probability `p` holds. The same `what` with a higher `p` never turns true into false. */
export function holds(mind: Mind, p: number, ...what: readonly string[]): boolean {
  return chance(mind.seed, mind.model, mind.salt, ...what) < p;
}
