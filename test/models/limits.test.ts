import { expect, it } from "vitest";
import { parseHelixYaml } from "../../models/helix-yaml.ts";
import { aliasOf, hasLimits, limiterKey, limitsOf, noLimits } from "../../models/limits/limits.ts";

const yaml = (limits: string) => `name: qa
program: qa.program:build
metric: qa.metric:score
inputs: [question]
models:
  small: { lm: openai/small, api_base: "\${LM}", price: { input: 0, output: 0 }${limits} }
  warm: { lm: openai/small, api_base: "\${LM}", price: { input: 0, output: 0 }, params: { temperature: 1 }, limits: { concurrency: 3, requests_per_minute: 60 } }
  other: { lm: openai/small, price: { input: 0, output: 0 } }
roles: { task: small }
channel: C0123
approvers: { truth: [U01], promotion: [U01] }
`;
const read = (limits: string) => parseHelixYaml(yaml(limits), { file: "helix.yaml" });
const config = (limits: string) => {
  const parsed = read(limits);
  if (!parsed.ok) throw new Error(parsed.problems.join("; "));
  return parsed.value;
};

const here = { model: "openai/small", endpoint: `\${LM}` };
const elsewhere = { model: "openai/small", endpoint: null };

it("of several aliases of one model the strictest limits hold; the same name elsewhere is another model", () => {
  const stated = config(", limits: { concurrency: 8, tokens_per_minute: 1000 }");

  expect(limitsOf(stated, here)).toEqual({ concurrency: 3, requests: 60, tokens: 1000 });
  expect(limitsOf(stated, elsewhere)).toEqual(noLimits);
  expect([here, elsewhere].map((each) => hasLimits(limitsOf(stated, each)))).toEqual([true, false]);
  expect(limiterKey(here)).not.toBe(limiterKey(elsewhere));
  expect([here, elsewhere, { model: "x/y", endpoint: null }].map((each) => aliasOf(stated, each))).toEqual([
    "small",
    "other",
    "x/y",
  ]);
});

it.each([
  ["{ concurrency: 0 }", "calls at once, a whole number from 1"],
  ["{ requests_per_minute: 1.5 }", "requests a minute, a whole number from 1"],
  ["{ tokens_per_minute: many }", "tokens a minute, a whole number from 1"],
  ["{ concurency: 4 }", "concurrency"],
  ["4", "{ concurrency: 16, requests_per_minute: 600, tokens_per_minute: 200000 }, or some of them"],
])("limits %s are refused, saying what is expected", (limits, words) => {
  const parsed = read(`, limits: ${limits}`);

  expect(parsed).toMatchObject({ ok: false, problems: [expect.stringContaining(words)] });
  expect(parsed.ok ? "" : parsed.problems[0]).toContain("models.small.limits");
});
