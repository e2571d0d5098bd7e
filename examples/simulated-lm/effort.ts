import type { Effort, Model, Skill } from "./model.ts";

const share: Record<Effort, number> = { low: 0.2, medium: 1, high: 2 };
const overlooked: Record<Effort, number> = { low: 0.01, medium: 0, high: -0.005 };

/** A request's `reasoning_effort`; anything else is medium, as with the real ones. */
export const readEffort = (value: unknown): Effort => (value === "low" || value === "high" ? value : "medium");

/** Tokens a model thinks at this effort. */
export const thinkingOf = (model: Model, effort: Effort): number => Math.round(model.thinking * share[effort]);

/** A model that thinks less overlooks a little more; one that does not think at all is the same at every effort. */
export function slipOf({ skill, thinking }: Model, effort: Effort): Skill {
  if (thinking === 0 || effort === "medium") return skill;
  const more = overlooked[effort];
  return { ...skill, slip: Math.max(0, skill.slip + more), slipLong: Math.max(0, skill.slipLong + more) };
}
