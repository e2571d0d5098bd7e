import type { OptimizerName } from "./intent.ts";
import { fitted, offered, takes, type Value } from "./optimizer/arguments.ts";
import { type Arguments, type Budget, budgetOf, type Sizes } from "./optimizer/budgets.ts";
import { settle } from "./optimizer/rules.ts";

/** A compile as it will be carried out: every argument at its place, and what it will take. */
export interface OptimizerPlan extends Budget {
  init: Record<string, Value>;
  compile: Record<string, Value>;
  /** What Helix does itself: `use_rejections`. */
  helix: Record<string, Value>;
}

/** Fills in every argument of an optimizer, or says in words what does not fit. The same `set` and sizes give the same plan. */
export function planOptimizer(
  name: OptimizerName,
  set: Record<string, string | number | boolean>,
  sizes: Sizes,
): { ok: true; plan: OptimizerPlan } | { ok: false; problem: string } {
  const known = offered[name];
  const args: Record<string, Value> = {};
  for (const [key, value] of Object.entries(set)) {
    const argument = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!argument)
      return { ok: false, problem: `${name} has no argument ${key}; it takes ${Object.keys(known).join(", ")}` };
    const fits = fitted(value, argument);
    if (fits === undefined)
      return { ok: false, problem: `${key} of ${name} has to be ${takes(argument)}, not ${value}` };
    args[key] = fits;
  }
  const filled = Object.fromEntries(Object.entries(known).map(([key, each]) => [key, args[key] ?? each.default]));
  const settled = settle(name, filled, sizes);
  return settled.ok ? { ok: true, plan: planned(name, settled.args, sizes) } : settled;
}

function planned(name: OptimizerName, args: Arguments, sizes: Sizes): OptimizerPlan {
  const at = (place: "init" | "compile" | "helix") =>
    Object.fromEntries(Object.entries(args).filter(([key]) => offered[name][key]?.at === place));
  return { init: at("init"), compile: at("compile"), helix: at("helix"), ...budgetOf(name, args, sizes) };
}
