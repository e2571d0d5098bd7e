import { describe, expect, it } from "vitest";
import { livePaid } from "../../jobs/deploying/canary.ts";
import { keysFor, lmSpec, releaseLm } from "../../jobs/specs.ts";
import { Trouble } from "../../jobs/trouble.ts";
import type { ReleaseLm } from "../../models/release.ts";
import { aConfig, aRelease } from "../support/cards.ts";

const lm = { ...aRelease().lm, endpoint: `\${LM_HOST}/v1`, keyEnv: "LM_KEY" };

function told(act: () => unknown): Pick<Trouble, "why" | "next"> {
  try {
    act();
  } catch (error) {
    if (error instanceof Trouble) return { why: error.why, next: error.next };
    throw error;
  }
  throw new Error("nothing was wrong");
}

describe("a model that cannot be called is told by what is missing, never by its value", () => {
  it.each([
    [
      "an unknown name",
      () => releaseLm(aConfig(), "gpt-9"),
      "the model gpt-9 is not in helix.yaml",
      "use one of: small",
    ],
    [
      "no address",
      () => lmSpec(lm, { LM_KEY: "sk-1" }),
      "the endpoint of small needs LM_HOST, which this worker does not have",
      "set it in the worker's environment",
    ],
    [
      "no key",
      () => lmSpec(lm, { LM_HOST: "http://lm" }),
      "the key of small is expected in LM_KEY, which this worker does not have",
      "set it in the worker's environment",
    ],
    [
      "an empty key",
      () => lmSpec(lm, { LM_HOST: "http://lm", LM_KEY: "" }),
      "the key of small is expected in LM_KEY",
      "",
    ],
  ])("%s", (_what, act, why, next) => {
    const said = told(act);

    expect(said.why).toContain(why);
    expect(said.next).toContain(next);
  });
});

it("the spec names the key's variable; the key itself travels by environment", () => {
  const env = { LM_HOST: "http://lm", LM_KEY: "sk-secret", OTHER: "x" };

  const spec = lmSpec(lm, env);

  expect(spec).toMatchObject({ api_base: "http://lm/v1", endpoint: `\${LM_HOST}/v1`, api_key_env: "LM_KEY" });
  expect(JSON.stringify(spec)).not.toContain("sk-secret");
  expect(keysFor([lm, aRelease().lm], env)).toEqual({ LM_KEY: "sk-secret" });
});

it.each([
  ["priced by what was used", [{ input: 1_000, output: 500 }], { lmCalls: 1, usd: 0.0003 }],
  ["unknown where the model does not say", [{ input: null, output: 3 }], { lmCalls: 1, usd: 0, unknownCost: true }],
  ["unknown where it never answered", [], { lmCalls: 1, usd: 0, unknownCost: true }],
])("the live call of a deployment is %s", (_what, usage, paid) => {
  expect(livePaid({ usage }, { price: { input: 0.1, output: 0.4 } } as ReleaseLm)).toEqual(paid);
});
