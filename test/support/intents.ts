import type { RunIntent } from "../../models/intent.ts";

/** A run as somebody asks for it who says nothing else; each test says what is different about it. */
export const aRunIntent = (over: Partial<RunIntent> = {}): RunIntent => ({
  verb: "run",
  program: "ingredient-analyzer",
  optimizers: ["GEPA"],
  models: [],
  strategies: [],
  efforts: [],
  temperatures: [],
  compare: null,
  recommend: false,
  budgetUsd: null,
  set: {},
  reflection: null,
  ...over,
});
