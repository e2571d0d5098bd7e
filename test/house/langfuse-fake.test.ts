import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launcher, projectRoot } from "../../src/setup/binaries.ts";
import type { Row } from "../support/langfuse/row.ts";
import { type Langfuse, startLangfuse } from "../support/langfuse.ts";

const keys = { publicKey: "pk-lf-test", secretKey: "sk-lf-test" };
const authorization = `Basic ${Buffer.from("pk-lf-test:sk-lf-test").toString("base64")}`;
const trace = { inputs: { text: "oats" }, outputs: { verdict: "safe" }, startedAt: "2026-03-02T12:00:00.000Z" };
const observations = "/api/public/v2/observations";

let langfuse: Langfuse;
let now = Date.parse("2026-03-02T13:00:00.000Z");
beforeAll(async () => {
  langfuse = await startLangfuse({ ...keys, visibilityDelayMs: 60_000, now: () => new Date(now) });
});
afterAll(() => langfuse.close());

type List = { data: Partial<Row>[]; meta: { cursor?: string } };

async function get(path: string, headers: Record<string, string> = { authorization }) {
  const response = await fetch(langfuse.url + path, { headers });
  return { status: response.status, body: (await response.json()) as List };
}

describe("the Langfuse of the tests behaves as version 4.16.0 was measured to", () => {
  it.each([
    ["no keys", observations, 401, {}],
    ["wrong keys", observations, 401, { authorization: "Basic eDp5" }],
    ["a limit above 1000", `${observations}?limit=1001`, 400, undefined],
    ["parsed inputs and outputs", `${observations}?parseIoAsJson=true`, 400, undefined],
    [
      "an unknown column",
      `${observations}?filter=[{"type":"string","column":"mood","operator":"=","value":"x"}]`,
      400,
      undefined,
    ],
    [
      "a bare contains on input",
      `${observations}?filter=[{"type":"string","column":"input","operator":"contains","value":"x"}]`,
      400,
      undefined,
    ],
    ["more than 100 scores", "/api/public/v3/scores?limit=101", 400, undefined],
    ["an unknown group of a score", "/api/public/v3/scores?fields=mood", 400, undefined],
    ["an observation's scores without its trace", "/api/public/v3/scores?observationId=x", 400, undefined],
    ["the old list of traces", "/api/public/traces?limit=1", 404, undefined],
  ])("refuses %s", async (_what, path, status, headers) => {
    expect(await get(path, headers)).toMatchObject({ status, body: { message: expect.any(String) } });
  });

  it("shows rows only some time after they were added, newest first, as core and basic unless asked", async () => {
    langfuse.addTrace(trace);
    const atOnce = await get(observations);
    now += 60_000;
    const later = await get(observations);

    expect(atOnce.body.data).toEqual([]);
    expect(later.body.data.map((row) => row.name)).toEqual([
      ...["LM.__call__", "ChatAdapter.__call__", "Predict(StringSignature).forward", "Predict.forward"],
      ...["ChainOfThought.forward", "IngredientAnalyzer.forward"],
    ]);
    expect(later.body.data.at(-1)).toMatchObject({
      parentObservationId: null,
      isRootObservation: true,
      statusMessage: "",
    });
    expect(later.body.data.at(-1)).not.toHaveProperty("input");
  });

  it("keeps texts as JSON strings, metadata flat, cost on the generation, and ignores unknown groups", async () => {
    const { body } = await get(`${observations}?fields=io,metadata,usage,mood`);

    expect(body.data.at(-1)).toMatchObject({
      input: '{"text":"oats"}',
      metadata: { "scope.name": "openinference.instrumentation.dspy" },
      totalCost: 0,
    });
    expect(body.data[0]?.totalCost).toBeGreaterThan(0);
  });

  it("gives every row once through its cursor, and none on the last page", async () => {
    const first = await get(`${observations}?limit=4`);
    const second = await get(`${observations}?limit=4&cursor=${first.body.meta.cursor}`);

    expect(new Set([...first.body.data, ...second.body.data].map((row) => row.id)).size).toBe(6);
    expect(second.body.meta).toEqual({});
  });

  it("lets a filter override the plain parameters, time bounds included", async () => {
    const filter = '[{"type":"string","column":"name","operator":"=","value":"LM.__call__"}]';

    expect((await get(`${observations}?fromStartTime=2030-01-01T00:00:00Z`)).body.data).toHaveLength(0);
    expect((await get(`${observations}?fromStartTime=2030-01-01T00:00:00Z&filter=${filter}`)).body.data).toHaveLength(
      1,
    );
  });

  it("runs as a process that takes traces from others and ends with its standard input", async () => {
    const server = spawn(process.execPath, [launcher, "test/support/langfuse.ts", "--public-key", "pk-lf-test"], {
      cwd: projectRoot,
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [line] = await once(server.stdout, "data");
    const { url } = JSON.parse(`${line}`) as { url: string };

    const added = await fetch(`${url}/control/traces`, { method: "POST", body: JSON.stringify([trace, trace]) });
    const { traceIds } = (await added.json()) as { traceIds: string[] };
    server.stdin.end();
    const [code] = await once(server, "exit");

    expect({ ids: new Set(traceIds).size, code }).toEqual({ ids: 2, code: 0 });
  });
});
