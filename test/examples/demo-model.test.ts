import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { costWords } from "../../examples/demo/cost.ts";
import { realModel } from "../../examples/demo/real-model.ts";
import { withModelIn } from "../../examples/demo/with-model.ts";
import { parseHelixYaml } from "../../models/helix-yaml.ts";

const keyed = { OPENAI_API_KEY: "not shown to anybody" };
const example = "examples/ingredient-analyzer/helix.yaml";

describe("npm run demo -- --model", () => {
  it.each([
    ["a model without its provider", { model: "gpt-4o-mini" }, keyed, /write provider\/model/],
    [
      "a key that is not set",
      { model: "openai/gpt-4o-mini" },
      {},
      /needs its key in OPENAI_API_KEY, and that is not set/,
    ],
    ["a provider without a model", { model: "openai/" }, keyed, /write provider\/model/],
    [
      "the key of another provider",
      { model: "anthropic/claude-sonnet-4-5" },
      keyed,
      /needs its key in ANTHROPIC_API_KEY/,
    ],
    ["a provider nobody knows", { model: "opnai/gpt-4o-mini" }, {}, /no provider opnai: .* openai\/gpt-4o-mini/],
    [
      "a provider that a key is not enough for",
      { model: "azure/gpt-4o" },
      {},
      /needs more than a key \(AZURE_API_BASE/,
    ],
    ["a price nobody knows", { model: "openai/none-such" }, keyed, /price of openai\/none-such is not known here/],
    ["a price nobody can read", { model: "openai/gpt-4o-mini", price: "cheap" }, keyed, /--price cheap cannot be read/],
  ])("refuses %s, in words that say what to do", async (_what, wish, env, words) => {
    expect(await realModel(wish, env)).toMatchObject({ ok: false, problem: expect.stringMatching(words) });
  });

  it("takes a known price from LiteLLM's list, and says what the story may cost before anything is spent", async () => {
    const wished = await realModel({ model: "openai/gpt-4o-mini" }, keyed);

    if (!wished.ok) throw new Error(wished.problem);
    expect(wished.model).toMatchObject({
      alias: "gpt-4o-mini",
      key: "OPENAI_API_KEY",
      price: { input: 0.15, output: 0.6 },
    });
    expect(costWords({ ...wished.model, price: { input: 10, output: 30 } })).toMatch(
      /about \$17\.08 if nothing stopped it.* the search ends there with the best/,
    );
    expect(costWords(wished.model)).toMatch(/about 1,700 calls: about \$0\.\d\d.*never costs more than \$12/);
  });

  it.each([
    ["anthropic/claude-sonnet-4-5", "ANTHROPIC_API_KEY", "claude-sonnet-4-5"],
    ["together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo", "TOGETHERAI_API_KEY", "llama-3-3-70b-instruct-turbo"],
  ])("takes %s by its provider's key and price, and names it shortly", async (model, key, alias) => {
    const wished = await realModel({ model }, { [key]: "set" });

    expect(wished).toMatchObject({ ok: true, model: { lm: model, key, alias, base: undefined } });
    if (wished.ok) expect(wished.model.price.input).toBeGreaterThan(0);
  });

  it("takes a model on a host of one's own without a key", async () => {
    const wished = await realModel({ model: "ollama_chat/llama3.1", price: "0,0" }, {});

    expect(wished).toMatchObject({ ok: true, model: { key: null } });
  });

  it.each(["OPENAI_BASE_URL", "OPENAI_API_BASE"])(
    "goes where %s says, and writes its name instead of its value",
    async (name) => {
      const wished = await realModel({ model: "openai/gpt-4o-mini" }, { ...keyed, [name]: "http://127.0.0.1:9/v1" });

      if (!wished.ok) throw new Error(wished.problem);
      expect(withModelIn(await readFile(example, "utf8"), wished.model)).toContain(`api_base: "\${${name}}"`);
      expect(costWords(wished.model)).toContain(`at the address in ${name}`);
    },
  );

  it("writes a helix.yaml with that model alone, in every role, where it was said to answer", async () => {
    const base = "http://127.0.0.1:9/v1";
    const wished = await realModel({ model: "openai/other-name", price: "1,2.5", base }, keyed);
    if (!wished.ok) throw new Error(wished.problem);

    const parsed = parseHelixYaml(withModelIn(await readFile(example, "utf8"), wished.model), { file: "helix.yaml" });

    if (!parsed.ok) throw new Error(parsed.problems.join("\n"));
    expect(Object.keys(parsed.value.models)).toEqual(["other-name"]);
    expect(parsed.value.models["other-name"]).toMatchObject({
      lm: "openai/other-name",
      price: { input: 1, output: 2.5 },
    });
    expect(parsed.value.roles).toMatchObject({ task: "other-name", reflection: "other-name" });
  });
});
