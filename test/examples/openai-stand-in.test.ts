import { describe, expect, it, onTestFinished } from "vitest";
import { firstWord } from "../../examples/demo/first-word.ts";
import { realModel } from "../../examples/demo/real-model.ts";
import { startStandIn } from "../../examples/openai-stand-in/server.ts";

const key = "sk-stand-in-0123456789abcdef";

interface Answer {
  choices: object[];
  usage: Record<"prompt_tokens" | "completion_tokens" | "total_tokens", number>;
  error: object;
}

async function aStandIn(perMinute = 3_000) {
  const standIn = await startStandIn({ key, perMinute, latency: 0 });
  onTestFinished(() => standIn.close());
  const ask = async (body: object, authorization = `Bearer ${key}`) => {
    const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
    const response = await fetch(`${standIn.url}/chat/completions`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
  };
  return { ...standIn, ask };
}

const hello = { model: "gpt-4o-mini", messages: [{ role: "user", content: "Say yes." }] };
const format = (schema: object) => ({
  response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
});

describe("the stand-in for OpenAI's API", () => {
  it("answers a completion with its usage, under the model's dated name", async () => {
    const { ask } = await aStandIn();

    const { status, body } = await ask({ ...hello, temperature: 0.7, max_tokens: 5 });

    expect(status).toBe(200);
    expect(body).toMatchObject({ object: "chat.completion", model: "gpt-4o-mini-2024-07-18" });
    expect(body.choices[0]).toMatchObject({ message: { role: "assistant" }, finish_reason: "length" });
    expect(body.usage.total_tokens).toBe(body.usage.prompt_tokens + body.usage.completion_tokens);
  });

  it.each([
    ["no key", hello, "", 401, /You didn't provide an API key/],
    [
      "a wrong key, which it does not repeat whole",
      hello,
      "Bearer sk-other-0123456789",
      401,
      /provided: sk-other\*+6789\./,
    ],
    ["a model it does not have", { ...hello, model: "gpt-99" }, undefined, 404, /`gpt-99` does not exist/],
    ["an argument it does not know", { ...hello, rollout_id: 1 }, undefined, 400, /Unrecognized .*: rollout_id/],
    ["a temperature beyond 2", { ...hello, temperature: 3 }, undefined, 400, /Invalid value for 'temperature'/],
    ["no messages", { ...hello, messages: [] }, undefined, 400, /Invalid value for 'messages'/],
    [
      "max_tokens for a model that reasons",
      { ...hello, model: "gpt-5-mini", max_tokens: 900 },
      undefined,
      400,
      /Use 'max_completion_tokens'/,
    ],
    [
      "a temperature for a model that reasons",
      { ...hello, model: "gpt-5-mini", temperature: 0.2 },
      undefined,
      400,
      /Only the default \(1\) value/,
    ],
    [
      "JSON that no message speaks of",
      { ...hello, response_format: { type: "json_object" } },
      undefined,
      400,
      /must contain the word 'json'/,
    ],
    [
      "a schema that leaves keys open",
      {
        ...hello,
        ...format({
          type: "object",
          properties: { a: { type: "object", properties: {} } },
          required: ["a"],
          additionalProperties: false,
        }),
      },
      undefined,
      400,
      /In context=\('properties', 'a'\), 'additionalProperties'/,
    ],
  ])("refuses %s in OpenAI's words", async (_what, body, authorization, status, words) => {
    const { ask } = await aStandIn();

    const refused = await ask(body, authorization);

    expect(refused.status).toBe(status);
    expect(refused.body.error).toMatchObject({ message: expect.stringMatching(words), type: "invalid_request_error" });
  });

  it("answers 429 with Retry-After beyond its pace", async () => {
    const { ask, statuses } = await aStandIn(20);

    const answers = [await ask(hello), await ask(hello), await ask(hello)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(answers[2]?.body.error).toMatchObject({ type: "requests", code: "rate_limit_exceeded" });
    expect(statuses).toEqual(
      new Map([
        [200, 2],
        [429, 1],
      ]),
    );
  });
});

it("npm run demo -- --model asks for one token first: a key that is not taken is told in a sentence, and nothing was spent", async () => {
  const { url, statuses } = await aStandIn();
  const env = { ...process.env, OPENAI_API_KEY: "sk-wrong-0123456789abcdef", OPENAI_BASE_URL: url };
  const wished = await realModel({ model: "openai/gpt-4o-mini" }, env);
  if (!wished.ok) throw new Error(wished.problem);

  const problem = await firstWord(wished.model, env);

  expect(problem).toMatch(
    /^openai\/gpt-4o-mini does not take the key in OPENAI_API_KEY \(“Incorrect API key provided: sk-wrong\*+cdef/,
  );
  expect(statuses).toEqual(new Map([[401, 1]]));
});
