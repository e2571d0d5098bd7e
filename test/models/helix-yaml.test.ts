import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { fillVariables, parseHelixYaml } from "../../models/helix-yaml.ts";

const file = "helix.yaml";
const smallest = `name: qa
program: qa.program:build
metric: qa.metric:score
inputs: [question]
models:
  small: { lm: openai/small, price: { input: 0.1, output: 0.4 } }
roles: { task: small }
channel: C0123
approvers: { truth: [U01], promotion: [U01, U02] }
`;
/** The smallest file with some top-level keys replaced; null takes a key away. */
const written = (changes: Record<string, unknown>): string => {
  const merged = Object.entries({ ...parse(smallest), ...changes }).filter(([, value]) => value !== null);
  return stringify(Object.fromEntries(merged));
};
const problemsOf = (text: string): string[] => {
  const parsed = parseHelixYaml(text, { file });
  return parsed.ok ? [] : parsed.problems;
};
const withoutLines = (problems: string[]) =>
  problems.map((problem) => problem.replace(/^helix\.yaml(, line \d+)?: /, ""));

describe("parseHelixYaml", () => {
  it("reads the smallest file and fills in the defaults", () => {
    const parsed = parseHelixYaml(smallest, { file });

    expect(parsed).toMatchObject({
      ok: true,
      value: {
        name: "qa",
        strategies: {},
        files: [],
        adapter: "chat",
        metric_threshold: 1,
        splits: { train: 0.25, val: 0.25, test: 0.5, salt: "1" },
        models: { small: { lm: "openai/small", params: {}, timeout_s: 60 } },
        budget: { run_usd: 5, ask_above_usd: 1 },
        policy: { promotion: { quorum: 1 }, truth: { batch: { labels: 20 } }, recompile: { when: "never" } },
      },
    });
  });

  it("reads a file with everything in it", () => {
    const all = {
      strategies: { cot: "qa.program:build_cot" },
      python: "../.venv/bin/python",
      data: "data/examples.csv",
      files: ["prompts/"],
      adapter: "json",
      metric_threshold: 0.8,
      splits: { train: 0.2, val: 0.3, test: 0.5, salt: 7 },
      models: {
        "gpt-4.1": {
          lm: "azure/gpt-4.1",
          api_base: `\${GATE}/v1`,
          key: "GATE_KEY",
          price: { input: 0, output: 0 },
          params: { temperature: 0.2, max_tokens: 800 },
          timeout_s: 30,
        },
      },
      roles: { task: "gpt-4.1", reflection: "gpt-4.1", draft: "gpt-4.1" },
      budget: { run_usd: 2.5 },
      approvers: { truth: ["U01", "U01"], promotion: ["S0TEAM"] },
      traces: {
        langfuse: {
          base_url: "https://traces.example",
          public_key: "LF_P",
          secret_key: "LF_S",
          filter: { env: "prod" },
        },
      },
      deploy: { directory: "../deploy" },
      policy: { "promotion.p95_ratio": 2, "promotion.quorum": 3, truth: { batch: { labels: 2, quiet: "1 h" } } },
    };

    const parsed = parseHelixYaml(written(all), { file });

    expect(parsed).toMatchObject({
      ok: true,
      value: {
        ...all,
        splits: { ...all.splits, salt: "7" },
        budget: { run_usd: 2.5, ask_above_usd: 1 },
        approvers: { truth: ["U01"], promotion: ["S0TEAM"] },
        policy: { promotion: { p95Ratio: 2, quorum: 3 }, truth: { batch: { labels: 2, quietMs: 3_600_000 } } },
      },
    });
  });

  it("reads the example program's file", () => {
    const path = "examples/ingredient-analyzer/helix.yaml";
    const text = readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

    expect(parseHelixYaml(text, { file: path })).toMatchObject({ ok: true, value: { name: "ingredient-analyzer" } });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "a name with spaces",
      { name: "My QA" },
      '`name`: found "My QA", expected a name in kebab-case, such as `ingredient-analyzer`',
    ],
    [
      "a missing program",
      { program: null },
      "`program` is missing; expected `module:callable`, such as `analyzer.program:build`",
    ],
    [
      "a file for a callable",
      { program: "qa/program.py" },
      '`program`: found "qa/program.py", expected `module:callable`, such as `analyzer.program:build`',
    ],
    ["no inputs", { inputs: [] }, "`inputs`: found an empty list, expected the input fields, such as [question]"],
    ["an input twice", { inputs: ["a", "a"] }, "`inputs`: found a twice, expected every field once"],
    [
      "data of another kind",
      { data: "rows.parquet" },
      '`data`: found "rows.parquet", expected a .jsonl or .csv file, or `module:callable`',
    ],
    [
      "a file outside",
      { files: ["a", "../b"] },
      '`files.1`: found "../b", expected a path inside the program\'s folder',
    ],
    ["a threshold above 1", { metric_threshold: 2 }, "`metric_threshold`: found 2, expected a score from 0 to 1"],
    [
      "splits that are too much",
      { splits: { train: 0.5, val: 0.5, test: 0.5 } },
      "`splits`: found shares that sum to 1.5, expected shares that sum to 1",
    ],
    [
      "a negative split",
      { splits: { train: -0.5, val: 0.5, test: 1 } },
      "`splits.train`: found -0.5, expected a share from 0 to 1",
    ],
    ["no models", { models: {}, roles: { task: "small" } }, "`models`: found none, expected at least one model"],
    [
      "a model without a price",
      { models: { small: { lm: "openai/small" } } },
      "`models.small.price` is missing; expected { input: …, output: … } in US dollars per 1,000,000 tokens; a free model says 0, one without a price is refused because a run's dollar limit could not be kept",
    ],
    [
      "half a price",
      { models: { small: { lm: "openai/small", price: { input: 1 } } } },
      "`models.small.price.output` is missing; expected US dollars per 1,000,000 tokens, 0 or more",
    ],
    [
      "a role for no model",
      { roles: { task: "smal" } },
      '`roles.task`: found "smal", expected a model of this file; did you mean `small`?',
    ],
    [
      "a role that does not exist",
      { roles: { task: "small", refection: "small" } },
      "`roles`: `refection` is not known here; did you mean `reflection`?",
    ],
    [
      "a channel by name",
      { channel: "#general" },
      '`channel`: found "#general", expected a Slack channel id, such as `C0123ABCD`',
    ],
    [
      "nobody to approve",
      { approvers: { truth: ["U01"], promotion: [] } },
      "`approvers.promotion`: found an empty list, expected at least one Slack user (U…) or user group (S…)",
    ],
    [
      "an approver by name",
      { approvers: { truth: ["anna"], promotion: ["U01"] } },
      '`approvers.truth.0`: found "anna", expected a Slack user (U…) or user group (S…)',
    ],
    [
      "a budget in words",
      { budget: { run_usd: "five" } },
      '`budget.run_usd`: found "five", expected US dollars, 0 or more',
    ],
    [
      "a budget without end",
      { budget: { run_usd: Infinity } },
      "`budget.run_usd`: found Infinity, expected US dollars, 0 or more",
    ],
    ["a misspelt key", { chanel: "C1" }, "`chanel` is not known here; did you mean `channel`?"],
    [
      "a misspelt policy key",
      { policy: { "promotion.marginn": 0 } },
      "`policy`: `promotion.marginn` is not known here; did you mean `promotion.margin`?",
    ],
    [
      "a nested policy value",
      { policy: { truth: { expires: 14 } } },
      "`policy.truth.expires`: found 14, expected a duration with its unit, such as `72 h`, `30 min` or `14 d`",
    ],
    [
      "a quorum nobody can reach",
      { policy: { "promotion.quorum": 3 } },
      "`policy.promotion.quorum`: found 3, expected at most 2, as many as may approve",
    ],
    [
      "an odd model name",
      { models: { "a b": { lm: "x/y", price: { input: 0, output: 0 } } }, roles: { task: "a b" } },
      '`models`: found the name "a b", expected letters, digits, dots and dashes',
    ],
    ["the wrong adapter", { adapter: "xml" }, '`adapter`: found "xml", expected chat or json'],
  ])("refuses %s in words", (_what, changes, problem) => {
    expect(withoutLines(problemsOf(written(changes)))).toEqual([problem]);
  });

  it("tells every mistake at once, in the order of the file, each with its line", () => {
    const text = smallest
      .replace("name: qa", "name: Q A")
      .replace("metric: qa.metric:score\n", "")
      .replace("input: 0.1, ", "")
      .replace("task: small", "task: big")
      .replace("channel: C0123", "chanel: C0123\npolicy:\n  repetitions: 0\n  truth:\n    expires: 3");

    expect(problemsOf(text).map((problem) => problem.replace(/( is missing)?[;:] (found|expected).*/, "$1"))).toEqual([
      "helix.yaml: `metric` is missing",
      "helix.yaml: `channel` is missing",
      "helix.yaml, line 1: `name`",
      "helix.yaml, line 5: `models.small.price.input` is missing",
      "helix.yaml, line 6: `roles.task`",
      "helix.yaml, line 7: `chanel` is not known here; did you mean `channel`?",
      "helix.yaml, line 9: `policy.repetitions`",
      "helix.yaml, line 11: `policy.truth.expires`",
    ]);
  });

  it.each([
    ["a key instead of its variable", { key: "sk-live-0123456789" }, "sk-live-0123456789"],
    ["a key under a short name", { key: "hunter2" }, "hunter2"],
    ["a password in an address", { api_base: "https://me:hunter2@host/v1" }, "hunter2"],
    ["a key among the parameters", { params: { api_key: "hunter2" } }, "hunter2"],
    ["a header among the parameters", { params: { extra_headers: { Authorization: "hunter2" } } }, "hunter2"],
    ["a key where a model's name belongs", { lm: "sk-live-0123456789" }, "sk-live-0123456789"],
    ["a long token where a number belongs", { timeout_s: "0123456789abcdef0123456789abcdef" }, "0123456789abcdef"],
  ])("refuses %s and never shows it", (_what, model, secret) => {
    const small = { lm: "openai/small", price: { input: 0, output: 0 }, ...model };

    const problems = problemsOf(written({ models: { small } }));

    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain(secret);
  });

  it.each<[string, string, string[]]>([
    ["an empty file", "", ["helix.yaml is empty; expected the keys of a helix.yaml"]],
    ["a comment alone", "# soon", ["helix.yaml is empty; expected the keys of a helix.yaml"]],
    [
      "a key twice",
      `${smallest}name: other\n`,
      ["helix.yaml, line 10, column 1: this is not YAML: Map keys must be unique"],
    ],
    ["an alias to nowhere", "name: *qa", ["helix.yaml: an alias (*name) in it cannot be followed"]],
    ["an alias to itself", "name: &a [*a]", ["helix.yaml: an alias (*name) in it cannot be followed"]],
    [
      "a list",
      "- name: qa",
      [
        "helix.yaml: found a list of 1, expected a mapping with name, program, metric, inputs, models, roles, channel and approvers",
      ],
    ],
  ])("refuses %s", (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it("names line and column of what is not YAML, without its text", () => {
    const problems = problemsOf(`name: qa\nkey: "sk-live-0123456789\n`);

    expect(problems[0]).toMatch(/^helix\.yaml, line \d, column \d+: this is not YAML: /);
    expect(problems.join()).not.toContain("sk-live");
  });

  it("answers every text with a value or with problems", () => {
    const oneKey = fc.tuple(
      fc.constantFrom(...Object.keys(parse(smallest)), "policy", "splits", "data"),
      fc.jsonValue(),
    );

    fc.assert(
      fc.property(fc.array(oneKey, { maxLength: 3 }), (keys) => {
        const parsed = parseHelixYaml(written(Object.fromEntries(keys)), { file });

        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(problemsOf(text)).not.toEqual([]);
      }),
    );
  });
});

describe("fillVariables", () => {
  const env = { HOST: "http://127.0.0.1", PATH_PART: "v1", EMPTY: "", MONEY: "$& $1" };

  it.each([
    ["none", "http://host/v1", { ok: true, value: "http://host/v1" }],
    ["one", `\${HOST}/v1`, { ok: true, value: "http://127.0.0.1/v1" }],
    [
      "several, one of them twice",
      `\${HOST}/\${PATH_PART}/\${PATH_PART}`,
      { ok: true, value: "http://127.0.0.1/v1/v1" },
    ],
    ["a value with dollars", `\${MONEY}`, { ok: true, value: "$& $1" }],
    ["an unset and an empty one", `\${HOST}/\${NONE}/\${EMPTY}/\${NONE}`, { ok: false, missing: ["NONE", "EMPTY"] }],
    ["a dollar that names nothing", "a$b{c}", { ok: true, value: "a$b{c}" }],
  ])("handles %s", (_what, text, filled) => {
    expect(fillVariables(text, env)).toEqual(filled);
  });
});
