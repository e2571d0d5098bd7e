import type { OptimizerName } from "../intent.ts";
import type { Value } from "./arguments.ts";
import { gepaAuto, miproValRows, type Sizes } from "./budgets.ts";

type Settled = { ok: true; args: Record<string, Value> } | { ok: false; problem: string };

/** Fills in what depends on other arguments or on the data, and refuses what contradicts itself or cannot be enough. */
export function settle(name: OptimizerName, args: Record<string, Value>, sizes: Sizes): Settled {
  return rules[name]?.(args, sizes) ?? { ok: true, args };
}

type Rule = (args: Record<string, Value>, sizes: Sizes) => Settled;

const refused = (problem: string): Settled => ({ ok: false, problem });

const rules: Partial<Record<OptimizerName, Rule>> = {
  LabeledFewShot: (args) =>
    args.k === 0 ? refused("LabeledFewShot with k of 0 changes nothing: raise k") : { ok: true, args },
  BootstrapFewShot: (args) =>
    args.max_bootstrapped_demos === 0 && args.max_labeled_demos === 0
      ? refused(
          "BootstrapFewShot with no demos at all changes nothing: raise max_bootstrapped_demos or max_labeled_demos",
        )
      : { ok: true, args },
  MIPROv2: mipro,
  GEPA: gepa,
  SIMBA: (args, { train }) =>
    Number(args.bsize) > train
      ? refused(`bsize of ${args.bsize} is too large: SIMBA needs as many train examples, and there are ${train}`)
      : { ok: true, args },
};

/** Exactly one of the three budgets; whichever was given is stored as program runs, so that the run can be repeated. */
function gepa(args: Record<string, Value>, sizes: Sizes): Settled {
  const given = ["auto", "max_full_evals", "max_metric_calls"].filter((key) => args[key] !== null);
  if (given.length > 1)
    return refused(`GEPA takes one of auto, max_full_evals and max_metric_calls, not ${given.join(" and ")}`);
  const calls =
    args.max_metric_calls ??
    (args.max_full_evals === null
      ? gepaAuto(String(args.auto ?? "light"), sizes)
      : Number(args.max_full_evals) * (sizes.train + sizes.val));
  // Below this there is no room for one accepted proposal [gepa #375, #376].
  const least = sizes.val + 3 * (Number(args.reflection_minibatch_size) + sizes.val);
  if (Number(calls) < least) {
    const asked =
      given[0] && given[0] !== "max_metric_calls"
        ? `${given[0]} of ${args[given[0]]} is ${calls} program runs, which is too few`
        : `max_metric_calls of ${calls} is too small`;
    return refused(`${asked}: with ${sizes.val} val examples GEPA needs at least ${least}`);
  }
  return { ok: true, args: { ...args, auto: null, max_full_evals: null, max_metric_calls: calls } };
}

/** The refinements of MIPROv2.compile, said before anything is spent. */
function mipro(args: Record<string, Value>, { val }: Sizes): Settled {
  const own = ["num_candidates", "num_trials"].filter((key) => args[key] !== null);
  if (args.auto !== null && own.length > 0)
    return refused(`MIPROv2 takes auto, or num_candidates with num_trials, not ${["auto", ...own].join(" and ")}`);
  if (own.length === 1)
    return refused(
      `MIPROv2 needs num_candidates and num_trials together; ${own[0] === "num_trials" ? "num_candidates" : "num_trials"} is missing`,
    );
  const auto = own.length === 0 ? (args.auto ?? "light") : null;
  const rows = auto === null ? val : Math.min(val, miproValRows[String(auto)] ?? val);
  const inMinibatches = auto === null ? args.minibatch === true : rows > 50;
  if (inMinibatches && Number(args.minibatch_size) > rows)
    return refused(
      `minibatch_size of ${args.minibatch_size} is larger than the ${rows} val examples MIPROv2 scores on; set it lower, or minibatch=false`,
    );
  return { ok: true, args: { ...args, auto } };
}
