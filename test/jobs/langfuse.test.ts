import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTraceSource, type ProgramTrace, type TraceSourceConfig } from "../../jobs/langfuse.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import type { Row } from "../support/langfuse/row.ts";
import { type TraceSpec, traceRows } from "../support/langfuse/trace.ts";
import { type Fault, type Langfuse, type Mode, projectId, startLangfuse } from "../support/langfuse.ts";

const keys = { publicKey: "pk-lf-test", secretKey: "sk-lf-test" };
const declared = { inputFields: ["diet", "label"], outputFields: ["reasoning", "verdict"] };
const noon = new Date("2026-03-02T12:00:00.000Z");
const day = { from: new Date("2026-03-02T00:00:00.000Z"), to: new Date("2026-03-03T00:00:00.000Z") };

let langfuse: Langfuse;
beforeEach(async () => {
  langfuse = await startLangfuse(keys);
});
afterEach(() => langfuse.close());

const aTrace = (trace: Partial<TraceSpec> = {}): TraceSpec => ({
  inputs: { diet: "vegan", label: "oats, honey" },
  outputs: { reasoning: "Honey comes from bees.", verdict: "unsafe" },
  startedAt: noon.toISOString(),
  ...trace,
});
const open = (config: Partial<TraceSourceConfig> = {}) =>
  openTraceSource({ baseUrl: langfuse.url, ...keys, timeoutInSeconds: 5, maxRetries: 0, ...config });

async function all(traces: AsyncIterable<ProgramTrace>): Promise<ProgramTrace[]> {
  const list: ProgramTrace[] = [];
  for await (const trace of traces) list.push(trace);
  return list;
}

async function read(config: Partial<TraceSourceConfig> = {}, window = day): Promise<ProgramTrace[]> {
  const source = await open(config);
  return all(source.fetchTraces({ ...window, ...declared }));
}

describe("a trace of the program", () => {
  it("holds its declared fields, what it cost in time, and where to look at it", async () => {
    const metadata = { "helix.artifact": "3f9a", program: "ingredient-analyzer" };
    const traceId = langfuse.addTrace(
      aTrace({ latencyMs: 1_450, metadata, inputs: { diet: "vegan", label: "oats", user: "x" } }),
    );

    const [trace, ...others] = await read();

    expect(others).toEqual([]);
    expect(trace).toEqual({
      traceId,
      observationId: expect.any(String),
      at: noon,
      inputs: { diet: "vegan", label: "oats" },
      output: { verdict: "unsafe" },
      correction: null,
      correctionProblem: null,
      url: `${langfuse.url}/project/${projectId}/traces/${traceId}?observation=${trace?.observationId}`,
      latencyMs: 1_450,
      artifact: "3f9a",
      error: null,
      rejected: null,
    });
  });

  it("that failed has no output and says why", async () => {
    langfuse.addTrace(aTrace({ outputs: null, error: "Timeout: the model took too long" }));

    expect(await read()).toMatchObject([{ output: null, error: "Timeout: the model took too long", rejected: null }]);
  });

  it.each<[string, Partial<TraceSpec>, string]>([
    [
      "inputs are the text of a Python object",
      { inputs: "Request(diet='vegan')" },
      "no JSON object in its inputs: Request(diet='vegan')",
    ],
    ["an input is missing", { inputs: { diet: "vegan" } }, "label missing in its inputs"],
    [
      "an input is the text of a Python object",
      { inputs: { diet: "vegan", label: "Label(text='oats')" } },
      "label in its inputs is the text of a Python object, not its value: Label(text='oats')",
    ],
    ["outputs are a list", { outputs: ["unsafe"] }, 'no JSON object in its outputs: ["unsafe"]'],
    [
      "an output holds Python objects",
      { outputs: { verdict: ["<app.Verdict object at 0x7f12ab>"] } },
      "verdict in its outputs is the text of a Python object, not its value",
    ],
  ])("is rejected with the reason when %s", async (_what, trace, reason) => {
    langfuse.addTrace(aTrace(trace));

    expect(await read()).toMatchObject([{ rejected: reason }]);
  });
});

describe("the row that counts", () => {
  it("is the topmost module call, also inside a function of the user's own", async () => {
    langfuse.addTrace(aTrace({ within: "handle_scan" }));

    expect(await read()).toMatchObject([{ inputs: { diet: "vegan", label: "oats, honey" } }]);
  });

  it("is each of several topmost calls", async () => {
    const rows = traceRows(aTrace({ traceId: "twice", within: "handle_scan" }), projectId);
    const again = traceRows(
      aTrace({ traceId: "twice", within: "handle_scan", inputs: { diet: "none", label: "rye" } }),
      projectId,
    );
    const root = rows[0]?.id ?? null;
    langfuse.addRows([
      ...rows,
      ...again.slice(1).map((row, depth) => (depth === 0 ? { ...row, parentObservationId: root } : row)),
    ]);

    const traces = await read();

    expect(traces.map(({ traceId, inputs }) => [traceId, inputs.diet]).sort()).toEqual([
      ["twice", "none"],
      ["twice", "vegan"],
    ]);
  });

  it("may be a root that names a parent of another service", async () => {
    const rows = traceRows(aTrace(), projectId);
    langfuse.addRows(
      rows.map((row, depth) => (depth === 0 ? { ...row, parentObservationId: "another-service" } : row)),
    );

    expect(await read()).toHaveLength(1);
  });

  it.each([
    ["is left for the next time while its parents are not readable yet", "2026-03-02T12:05:00.000Z", 0],
    ["is taken for topmost once its parents will not come any more", "2026-03-02T12:20:00.000Z", 1],
  ])("%s", async (_what, to, count) => {
    langfuse.addRows(traceRows(aTrace({ within: "handle_scan" }), projectId).slice(1));

    expect(await read({}, { from: day.from, to: new Date(to) })).toHaveLength(count);
  });

  it("belongs to the window in which it began, even if the rows inside it began later", async () => {
    langfuse.addTrace(aTrace());
    const later = new Date(noon.getTime() + 1);

    expect(await read({}, { from: day.from, to: later })).toHaveLength(1);
    expect(await read({}, { from: later, to: day.to })).toHaveLength(0);
  });

  it("is not a module call of another library", async () => {
    const rows = traceRows(aTrace(), projectId);
    langfuse.addRows(rows.map((row) => ({ ...row, metadata: { "scope.name": "torch" } })));

    expect(await read()).toEqual([]);
  });
});

describe("many traces", () => {
  it("are read to the last page, oldest first", async () => {
    const started = (minute: number) => new Date(noon.getTime() + minute * 60_000).toISOString();
    for (let minute = 0; minute < 130; minute++) {
      langfuse.addTrace(aTrace({ startedAt: started(minute), inputs: { diet: "vegan", label: `product ${minute}` } }));
    }

    const traces = await read();

    expect(traces.map((trace) => trace.inputs.label)).toEqual(Array.from({ length: 130 }, (_, n) => `product ${n}`));
    expect(langfuse.requests.filter((request) => request.includes("cursor=")).length).toBeGreaterThan(2);
  });

  it("are read for their texts only where they count", async () => {
    langfuse.addTrace(aTrace());
    await read();

    const withTexts = langfuse.requests.filter((request) => /fields=[^&]*io/.test(request));

    expect(withTexts).toHaveLength(1);
    expect(decodeURIComponent(`${withTexts[0]}`)).toContain('"value":"IngredientAnalyzer.forward"');
  });

  it.each([
    ["trace_name", { trace_name: "ours" }],
    ["tags", { tags: ["ios", "ours"] }],
    ["environment", { environment: "ours" }],
    ["version", { version: "ours" }],
    ["metadata", { metadata: { program: "ours" } }],
  ])("are narrowed by %s, within the window", async (_key, filter) => {
    const ours = {
      traceName: "ours",
      tags: ["ours", "ios"],
      environment: "ours",
      version: "ours",
      metadata: { program: "ours" },
    };
    const traceId = langfuse.addTrace(aTrace(ours));
    langfuse.addTrace(aTrace({ tags: ["ios"] }));
    langfuse.addTrace(aTrace({ ...ours, startedAt: "2026-03-01T12:00:00.000Z" }));

    expect((await read({ filter })).map((trace) => trace.traceId)).toEqual([traceId]);
  });

  it("are none when there are none", async () => {
    expect(await read()).toEqual([]);
  });
});

describe("a correction", () => {
  const correct = (traceId: string, value: string, more: object = {}) =>
    langfuse.addScore({ name: "output", dataType: "CORRECTION", source: "ANNOTATION", traceId, value, ...more });

  it("is the newest one that a person wrote on the trace", async () => {
    const traceId = langfuse.addTrace(aTrace());
    correct(traceId, '{"verdict": "safe"}', { timestamp: "2026-03-02T13:00:00.000Z" });
    correct(traceId, '{"verdict": "maybe", "note": "asked the chef"}', { timestamp: "2026-03-02T14:00:00.000Z" });
    langfuse.addScore({ name: "output", traceId, value: 1 });

    expect(await read()).toMatchObject([{ output: { verdict: "unsafe" }, correction: { verdict: "maybe" } }]);
  });

  it("on the call itself goes before one on the trace", async () => {
    const traceId = langfuse.addTrace(aTrace());
    const observationId = (await read())[0]?.observationId;
    correct(traceId, '{"verdict": "of the call"}', { observationId, timestamp: "2026-03-02T13:00:00.000Z" });
    correct(traceId, '{"verdict": "of the trace"}', { timestamp: "2026-03-02T14:00:00.000Z" });

    expect(await read()).toMatchObject([{ correction: { verdict: "of the call" } }]);
  });

  it("that cannot be read says so and leaves the trace usable", async () => {
    correct(langfuse.addTrace(aTrace()), "it is fine");

    expect(await read()).toMatchObject([
      { correction: null, correctionProblem: "no JSON object in its correction: it is fine", rejected: null },
    ]);
  });
});

describe("a server that cannot be read is never an empty one", () => {
  it.each<[string, Partial<TraceSourceConfig>, Mode, Fault[], RegExp]>([
    ["wrong keys", { secretKey: "sk-lf-wrong" }, "events_only", [], /rejects the keys \(401\)/],
    ["keys without the right", {}, "events_only", [{ status: 403, times: 1 }], /rejects the keys \(403\)/],
    ["an old server", {}, "legacy", [], /only the old API \(v3\), which is not supported yet/],
    ["neither API", {}, "events_only", [{ status: 404, times: 2 }], /is not the Langfuse API/],
    ["a web page", {}, "events_only", [{ html: true, times: 1 }], /is not the Langfuse API/],
    ["a reply without a list", {}, "events_only", [{ body: { items: [] }, times: 1 }], /is not the Langfuse API/],
    ["a busy server", {}, "events_only", [{ status: 429, times: 1 }], /asks to slow down \(429\)/],
    ["a failing server", {}, "events_only", [{ status: 503, times: 1 }], /is in trouble itself \(503\)/],
    ["a silent server", { timeoutInSeconds: 0.2 }, "events_only", [{ hang: true, times: 1 }], /does not answer/],
    ["nobody there", { baseUrl: "http://127.0.0.1:1" }, "events_only", [], /does not answer/],
    ["an unknown filter", { filter: { traceName: "ours" } }, "events_only", [], /filter cannot be used: .*traceName/],
  ])("%s", async (_what, config, mode, faults, words) => {
    langfuse.mode = mode;
    langfuse.faults.push(...faults);

    await expect(open(config)).rejects.toMatchObject({
      name: "Error",
      message: expect.stringMatching(words),
      next: expect.any(String),
    });
  });

  it("says it after the source was opened, too", async () => {
    const source = await open();
    langfuse.mode = "legacy";

    await expect(all(source.fetchTraces({ ...day, ...declared }))).rejects.toThrow(/only the old API/);
  });

  it("is asked again as its Retry-After says", async () => {
    langfuse.addTrace(aTrace());
    const source = await open({ maxRetries: 2 });
    langfuse.faults.push({ path: "/api/public/v2/observations", status: 429, retryAfter: 1, times: 1 });
    const before = Date.now();

    const traces = await all(source.fetchTraces({ ...day, ...declared }));

    expect(traces).toHaveLength(1);
    expect(Date.now() - before).toBeGreaterThanOrEqual(1_000);
  });

  it("stops asking when the work is cancelled", async () => {
    const source = await open();
    langfuse.faults.push({ hang: true, times: 1 });
    const cancel = new AbortController();

    const reading = all(source.fetchTraces({ ...day, ...declared, signal: cancel.signal }));
    await expect.poll(() => langfuse.requests.length).toBe(2);
    cancel.abort(new Error("cancelled by U0ANNA"));

    await expect(reading).rejects.toThrow("cancelled by U0ANNA");
  });
});

const samples = join(projectRoot, "..", "shared", "langfuse", "sample_traces.json");

describe.skipIf(!existsSync(samples))("traces as a server of version 4.16.0 returned them", () => {
  it("are read as three calls, one of them failed", async () => {
    const { traces } = JSON.parse(readFileSync(samples, "utf8")) as { traces: { v2_observations: { data: Row[] } }[] };
    langfuse.addRows(traces.flatMap((trace) => trace.v2_observations.data));
    const source = await open();
    const window = { from: new Date("2026-11-20T00:00:00Z"), to: new Date("2026-11-30T00:00:00Z") };
    const fields = {
      inputFields: ["ingredients_text", "dietary_preferences"],
      outputFields: ["flagged_ingredients", "verdict"],
    };

    const read = await all(source.fetchTraces({ ...window, ...fields }));

    expect(
      read.map(({ output, error, rejected }) => [output?.verdict ?? null, error?.slice(0, 7) ?? null, rejected]),
    ).toEqual([
      ["unsafe", null, null],
      ["unsafe", null, null],
      [null, "Timeout", null],
    ]);
  });
});
