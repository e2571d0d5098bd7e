import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { complete } from "../../examples/simulated-lm/completion.ts";
import type { Effort, Model } from "../../examples/simulated-lm/model.ts";
import { models } from "../../examples/simulated-lm/models.ts";
import { type SimulatedLm, startSimulatedLm } from "../../examples/simulated-lm/server.ts";
import { flagsIn, foodPrompt } from "./simulated-lm-prompts.ts";

let server: SimulatedLm;

beforeEach(async () => {
  server = await startSimulatedLm({ seed: 1, latency: 0.01 });
});
afterEach(() => server.close());

interface Completion {
  model: string;
  system_fingerprint: string;
  choices: { index: number; message: { content: string }; finish_reason: string }[];
  usage: {
    prompt_tokens: number;
    completion_tokens: number;
    total_tokens: number;
    completion_tokens_details?: { reasoning_tokens: number };
  };
}

const prompt = foodPrompt({
  preferences: ["Vegan", "No dairy"],
  ingredients: "milk, whey, casein, ghee, curds, carmine, rennet, suet, coconut milk, lactic acid",
});

function post(body: object, headers: Record<string, string> = {}): Promise<Response> {
  const options = {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  };
  return fetch(`${server.url}/chat/completions`, options);
}

async function ask(body: object, headers: Record<string, string> = {}): Promise<Completion> {
  const response = await post({ model: "sim-flash", messages: prompt, ...body }, headers);
  return (await response.json()) as Completion;
}

async function order(fault: object): Promise<void> {
  await fetch(`${server.controlUrl}/faults`, { method: "POST", body: JSON.stringify(fault) });
}

describe("a chat completion", () => {
  it("has OpenAI's shape and says that it is simulated", async () => {
    const reply = await ask({});

    expect(reply).toMatchObject({ model: "sim-flash", system_fingerprint: "simulated" });
    expect(reply.choices[0]?.finish_reason).toBe("stop");
    expect(reply.usage.total_tokens).toBe(reply.usage.prompt_tokens + reply.usage.completion_tokens);
    expect(flagsIn(reply.choices[0]?.message.content ?? "").length).toBeGreaterThan(0);
  });

  it("is the same for the same prompt", async () => {
    const [one, two] = [await ask({}), await ask({})];

    expect(one.choices).toEqual(two.choices);
    expect(one.usage).toEqual(two.usage);
  });

  it("varies with the rollout, but not at temperature 0", async () => {
    const texts = async (temperature: number) => {
      const replies = ["1", "2", "3", "4"].map((rollout) => ask({ temperature }, { "x-helix-rollout": rollout }));
      return new Set((await Promise.all(replies)).map((reply) => reply.choices[0]?.message.content));
    };

    expect((await texts(1)).size).toBeGreaterThan(1);
    expect((await texts(0)).size).toBe(1);
  });

  it("gives n choices", async () => {
    const reply = await ask({ n: 3, temperature: 1 });

    expect(reply.choices.map((choice) => choice.index)).toEqual([0, 1, 2]);
  });

  it("is one JSON object in JSON mode", async () => {
    const reply = await ask({ response_format: { type: "json_object" } });

    expect(Object.keys(JSON.parse(reply.choices[0]?.message.content ?? ""))).toEqual(["flagged_ingredients"]);
  });

  it("stops at max_tokens and says so", async () => {
    const reply = await ask({ max_tokens: 8 });

    expect(reply.choices[0]?.finish_reason).toBe("length");
    expect(reply.usage.completion_tokens).toBe(8);
  });

  it("bills the tokens a model thinks, fewer at low effort", async () => {
    const thought = async (more: object) => {
      const { usage } = await ask({ model: "sim-swift", ...more });
      return [usage.completion_tokens_details?.reasoning_tokens, usage.completion_tokens > 20] as const;
    };

    expect(await thought({})).toEqual([100, true]);
    expect(await thought({ reasoning_effort: "low" })).toEqual([20, true]);
    expect(await thought({ reasoning_effort: "high" })).toEqual([200, true]);
    expect((await ask({ reasoning_effort: "low" })).usage.completion_tokens_details).toBeUndefined();
  });

  it("takes longer from a model that thinks more", () => {
    const request = { messages: prompt, n: 1, temperature: 0, maxTokens: 1e6, json: false, rollout: "" };
    const took = (id: string, effort: Effort) => complete(1, models.get(id) as Model, { ...request, effort }).latencyMs;

    expect(took("sim-swift", "low")).toBeLessThan(took("sim-swift", "high"));
    expect(took("sim-swift", "low")).toBeLessThan(took("sim-mini", "low"));
    expect(took("sim-mini", "medium")).toBeLessThan(took("sim-lite", "medium"));
    expect(took("sim-grand", "medium")).toBeGreaterThan(10 * took("sim-lite", "medium"));
  });

  it.each([
    ["an unknown model", { model: "sim-max", messages: [] }, 404, "model_not_found"],
    ["no model", { messages: [] }, 404, "model_not_found"],
    ["no messages", { model: "sim-flash" }, 400, null],
  ])("refuses %s as OpenAI would", async (_what, body, status, code) => {
    const response = await post(body);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code, type: "invalid_request_error" } });
  });
});

describe("the control endpoints", () => {
  it("count the calls and find a request by its text and hash", async () => {
    await Promise.all([ask({}), ask({}), ask({ model: "sim-pro" })]);

    const stats = await (await fetch(`${server.controlUrl}/stats`)).json();
    const seen = (await (await fetch(`${server.controlUrl}/requests?contains=coconut`)).json()) as { prompt: string }[];

    expect(stats).toMatchObject({ calls: 3, byModel: { "sim-flash": 2, "sim-pro": 1 } });
    expect(new Set(seen.map((each) => each.prompt))).toEqual(new Set([hashOfMessages()]));
    expect(await (await fetch(`${server.controlUrl}/requests?contains=zzz`)).json()).toEqual([]);
  });

  it("drop the connection when down is ordered", async () => {
    await order({ kind: "down", count: 1 });

    await expect(post({ model: "sim-flash", messages: prompt })).rejects.toThrow();
    expect((await post({ model: "sim-flash", messages: prompt })).status).toBe(200);
  });

  it("answer a status with Retry-After, to one model only, until cleared", async () => {
    await order({ kind: "status", status: 429, retryAfter: 2, model: "sim-flash" });

    const limited = await post({ model: "sim-flash", messages: prompt });
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "2"]);
    expect((await post({ model: "sim-pro", messages: prompt })).status).toBe(200);

    await fetch(`${server.controlUrl}/faults`, { method: "DELETE" });
    expect((await post({ model: "sim-flash", messages: prompt })).status).toBe(200);
  });

  it("answer garbage that no adapter can read", async () => {
    await order({ kind: "garbage", count: 1 });

    expect((await ask({})).choices[0]?.message.content).not.toContain("flagged_ingredients");
  });

  it("leave a call without an answer when told to hang", async () => {
    await order({ kind: "hang", count: 1 });
    const hanging = new AbortController();
    const call = fetch(`${server.url}/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "sim-flash", messages: prompt }),
      signal: hanging.signal,
    });

    const other = await post({ model: "sim-flash", messages: prompt });
    hanging.abort();

    expect(other.status).toBe(200);
    await expect(call).rejects.toThrow("aborted");
  });

  it("refuse an order that makes no sense", async () => {
    const options = { method: "POST", body: JSON.stringify({ kind: "melt" }) };

    expect((await fetch(`${server.controlUrl}/faults`, options)).status).toBe(400);
  });
});

/** The hash spelled out by hand: keys in order, no spaces, UTF-8. */
function hashOfMessages(): string {
  const parts = prompt.map(
    ({ role, content }) => `{"content":${JSON.stringify(content)},"role":${JSON.stringify(role)}}`,
  );
  return createHash("sha256")
    .update(`[${parts.join(",")}]`, "utf8")
    .digest("hex");
}
