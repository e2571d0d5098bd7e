import { describe, expect, it } from "vitest";
import { changesBetween, type Revision } from "../../jobs/programs/changes.ts";
import { type Draft, draftYaml } from "../../jobs/programs/draft-yaml.ts";
import { parseHelixYaml } from "../../models/helix-yaml.ts";
import { aConfig, aProgram } from "../support/cards.ts";

const before: Revision = {
  config: { ...aConfig(), data: "data/rows.jsonl" },
  described: { ...aProgram().described, packages: { dspy: "3.3.1", numpy: "2.4.6" } },
  files: [
    { path: "data/rows.jsonl", blob: "a", executable: false },
    { path: "team/program.py", blob: "b", executable: false },
  ],
};

const file = (path: string, blob: string) => ({ path, blob, executable: false });

describe("a revision says what changed since the last one", () => {
  it.each<[string, Partial<Revision>, string[]]>([
    ["nothing", {}, []],
    [
      "the program",
      {
        described: { ...before.described, programSource: "f".repeat(64) },
        files: [file("data/rows.jsonl", "a"), file("team/program.py", "c")],
      },
      ["The program's source changed (team/program.py): what is deployed was made from the earlier one."],
    ],
    [
      "the metric",
      { described: { ...before.described, metricSource: "f".repeat(64) } },
      ["The metric's source changed: evaluations by the earlier one are not comparable until they are scored again."],
    ],
    [
      "packages",
      { described: { ...before.described, packages: { dspy: "3.3.2", scipy: "1.17.1" } } },
      ["Packages changed: dspy 3.3.1 → 3.3.2, numpy 2.4.6 → none, scipy none → 1.17.1."],
    ],
    [
      "keys of helix.yaml",
      { config: { ...before.config, channel: "C0OTHER", metric_threshold: 0.5 } },
      ["helix.yaml changed at channel, metric_threshold."],
    ],
    [
      "the data file",
      { files: [file("data/rows.jsonl", "z"), file("team/program.py", "b")] },
      [
        "Its data changed; the dataset stays as it is until `npm run helix -- add <folder> --data` imports what is new.",
      ],
    ],
    ["a file that is neither source nor data", { files: [...before.files, file("README.md", "r")] }, []],
  ])("%s", (_what, changes, said) => {
    expect(changesBetween(before, { ...before, ...changes })).toEqual(said);
  });
});

const draft: Draft = {
  name: "ticket-urgency",
  program: { entry: "team.program:build", predictors: ["judge"], inputs: ["ticket"], outputs: ["urgency"] },
  strategies: { cot: "team.program:build_cot" },
  metric: "team.metric:score",
  data: "data/tickets.csv",
  python: "../.venv/bin/python",
  model: {
    lm: "openai/gpt-5-mini",
    price: { input: 0.25, output: 2 },
    apiBase: "$" + "{GATEWAY}/v1",
    key: "MODEL_KEY",
  },
  channel: "C0HELIX01",
  approvers: ["U0ANNA"],
};
const nothing = { metric: null, data: null, python: null, model: null, channel: null, approvers: [], strategies: {} };

describe("the helix.yaml that init writes can be read, and names what nobody said", () => {
  it.each<[string, Partial<Draft>, number]>([
    ["all is known", {}, 0],
    ["nothing but the program is known", nothing, 5],
    ["a model whose price nobody knows", { model: { lm: "openai/new", price: null } }, 1],
    ["a model of an odd name", { model: { lm: "openai/a:b#c{d}", price: { input: 0, output: 0 } } }, 0],
  ])("%s", (_what, changes, open) => {
    const { text, unknown } = draftYaml({ ...draft, ...changes });

    const parsed = parseHelixYaml(text, { file: "helix.yaml" });
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    expect(unknown).toHaveLength(open);
    expect(text.match(/# TODO/g) ?? []).toHaveLength(open);
  });

  it("a price that nobody named is a high one", () => {
    const { text } = draftYaml({ ...draft, model: { lm: "openai/new", price: null } });

    const parsed = parseHelixYaml(text, { file: "helix.yaml" });
    expect(parsed.ok && parsed.value.models.new?.price).toEqual({ input: 15, output: 75 });
  });
});
