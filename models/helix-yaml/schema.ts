import { z } from "zod";
import { Policy } from "../policy.ts";
import { isZone } from "../zone.ts";
import { checked, mapping, named, number, some, text, whole } from "./words.ts";

const Callable = text("`module:callable`, such as `analyzer.program:build`", /^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$/);
const EnvName = text(
  "the name of an environment variable in capitals, such as `MODEL_KEY`, never the key itself",
  /^[A-Z][A-Z0-9_]*$/,
);
const FilePath = text(`a path, which may hold \${VARIABLES}`, /\S/);
const Url = text(
  `an http(s) address without a password in it, which may hold \${VARIABLES}`,
  /^(https?:\/\/|\$\{\w+\})[^\s@]*$/,
);
const Inside = text("a path inside the program's folder", /^(?!\/)(?!.*(^|\/)\.\.(\/|$)).*\S/);
const Field = text("a field name of the program's signature", /^[A-Za-z_]\w*$/);
const Id = text("a Slack user (U…) or user group (S…)", /^[UWS][A-Z0-9]+$/);
const Approvers = some("at least one Slack user (U…) or user group (S…)", Id).transform((ids) => [...new Set(ids)]);

const dollars = "US dollars per 1,000,000 tokens";
const Price = mapping(
  `{ input: …, output: … } in ${dollars}; a free model says 0, one without a price is refused because a run's dollar limit could not be kept`,
  { input: number(`${dollars}, 0 or more`, 0), output: number(`${dollars}, 0 or more`, 0) },
);

const credential = /key|secret|password|authorization|headers|api_base|base_url|^token$/i;
const Params = checked(
  z.record(z.string(), z.json(), "sampling parameters, such as { temperature: 0.2, max_tokens: 800 }"),
  "no key, header or address among the parameters: `key` names the variable, `api_base` the address",
  (params) => {
    const names = Object.keys(params).filter((name) => credential.test(name));
    return names.length > 0 ? names.join(", ") : null;
  },
);

/** What all runs together may ask of a model; each part may be left out. */
const Limits = mapping("{ concurrency: 16, requests_per_minute: 600, tokens_per_minute: 200000 }, or some of them", {
  concurrency: whole("calls at once, a whole number from 1", 1).optional(),
  requests_per_minute: whole("requests a minute, a whole number from 1", 1).optional(),
  tokens_per_minute: whole("tokens a minute, a whole number from 1", 1).optional(),
});

const Model = mapping("a model: { lm: provider/name, price: { input, output } }", {
  /** litellm's name, such as `openai/sim-flash`. */
  lm: text("litellm's name, such as `openai/gpt-5-mini`", /^[\w.-]+\/\S+$/),
  api_base: Url.optional(),
  /** The environment variable that holds the key. */
  key: EnvName.optional(),
  price: Price,
  params: Params.default({}),
  limits: Limits.optional(),
  timeout_s: number("seconds above 0, up to 600", 0.001, 600).default(60),
});

const share = "a share from 0 to 1";
const Splits = checked(
  mapping("{ train: 0.25, val: 0.25, test: 0.5 }", {
    train: number(share, 0, 1),
    val: number(share, 0, 1),
    test: number(share, 0, 1),
    salt: z.union([z.string(), z.number()], "a text").transform(String).default("1"),
  }),
  "shares that sum to 1",
  ({ train, val, test }) => {
    const sum = train + val + test;
    return Math.abs(sum - 1) < 1e-9 ? null : `shares that sum to ${Number(sum.toPrecision(6))}`;
  },
);

const Langfuse = mapping("{ base_url, public_key, secret_key }", {
  base_url: Url,
  public_key: EnvName,
  secret_key: EnvName,
  filter: z.record(z.string(), z.json(), "a mapping, Langfuse's filter").default({}),
});

/** When a digest is posted every day. */
const Digest = mapping('{ at: "09:00", zone: Europe/Berlin }', {
  at: text('a time of day in quotes, such as "09:00"', /^([01]\d|2[0-3]):[0-5]\d$/),
  zone: checked(z.string("a time zone, such as Europe/Berlin"), "a time zone, such as Europe/Berlin", (zone) =>
    isZone(zone) ? null : zone,
  ),
});

/** `helix.yaml`: what Helix knows about one program. Keys are as in the file; `policy` is resolved. */
export const HelixYaml = mapping("a mapping with name, program, metric, inputs, models, roles, channel and approvers", {
  name: text("a name in kebab-case, such as `ingredient-analyzer`", /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  /** Returns a `dspy.Module`. */
  program: Callable,
  /** Variants of the program, by the name `--strategy` takes. */
  strategies: named("strategies by name, each `module:callable`", Callable).default({}),
  metric: Callable,
  /** The team's own interpreter; without one, Helix's environment runs the program. */
  python: FilePath.optional(),
  data: text(
    "a .jsonl or .csv file, or `module:callable`",
    /\.(jsonl|csv)$|^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$/,
  ).optional(),
  inputs: checked(some("the input fields, such as [question]", Field), "every field once", repeated),
  /** What of the program's outputs a label holds; without it, all that no other predictor takes. */
  outputs: checked(some("the output fields, such as [answer]", Field), "every field once", repeated).optional(),
  /** What the program reads besides its modules; part of its source. */
  files: z.array(Inside, "a list of paths").default([]),
  adapter: z.enum(["chat", "json"], "chat or json").default("chat"),
  /** From which score a trace may become a demo. */
  metric_threshold: number("a score from 0 to 1", 0, 1).default(1),
  splits: Splits.default({ train: 0.25, val: 0.25, test: 0.5, salt: "1" }),
  models: checked(named("models by name, each { lm, price }", Model), "at least one model", (models) =>
    Object.keys(models).length > 0 ? null : "none",
  ),
  roles: mapping("the models of the roles, such as { task: my-model }", {
    task: z.string("the name of a model"),
    reflection: z.string("the name of a model").optional(),
    draft: z.string("the name of a model").optional(),
  }),
  budget: mapping("{ run_usd: 5, ask_above_usd: 1 }", {
    run_usd: number("US dollars, 0 or more", 0).default(5),
    ask_above_usd: number("US dollars, 0 or more", 0).default(1),
  }).prefault({}),
  channel: text("a Slack channel id, such as `C0123ABCD`", /^[CG][A-Z0-9]{2,}$/),
  approvers: mapping("{ truth: [U…], promotion: [U…] }", { truth: Approvers, promotion: Approvers }),
  traces: mapping("{ langfuse: { … } }", { langfuse: Langfuse }).optional(),
  deploy: mapping("{ directory: … }", { directory: FilePath }).optional(),
  /** A digest every day, in the program's channel; without it, when somebody asks. */
  digest: Digest.optional(),
  policy: Policy.prefault({}),
});
export type HelixYaml = z.infer<typeof HelixYaml>;

function repeated(names: string[]): string | null {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? null : `${twice} twice`;
}
