import { type Api, type Connection, listOf, type RequestOptions } from "./client.ts";
import { type Condition, conditions, type TraceFilter } from "./filter.ts";
import { type PlacedRow, placesOf } from "./topmost.ts";

export type Window = { from: Date; to: Date };
/** The call of a program as Langfuse holds it: a row with its texts. */
export type ModuleCall = {
  id: string;
  traceId: string;
  startTime: Date;
  level: string;
  statusMessage: string;
  latencyMs: number | null;
  artifact: string | null;
  url: string;
  input: string | null;
  output: string | null;
};
type LightRow = PlacedRow & Omit<ModuleCall, "input" | "output">;
type Observation = Awaited<ReturnType<Api["observations"]["getMany"]>>["data"][number];
type Reader = { api: Api; connection: Connection; filter: TraceFilter; options: RequestOptions };

// Rows carry prompts, and a reply may weigh 5 MB: everything is read without texts first, then the texts of the calls that count.
const light = { fields: "core,basic,metadata,metrics", limit: 500 };
const noTexts = { input: null, output: null };
const withTexts = { fields: "core,io", limit: 50 };
// Children are exported before their parents and become readable minutes later; after this long a parent will not come any more.
const settledAfterMs = 15 * 60_000;

/** The program calls that began in the window, oldest first. */
export async function fetchCalls(reader: Reader, window: Window): Promise<ModuleCall[]> {
  const within = conditions(reader.filter, window.from, window.to);
  const rows = (await pages(reader, { ...light, filter: JSON.stringify(within) })).map((row) => lightRow(row, reader));
  const calls = await topmostCalls(reader, rows, window);
  const texts = await fetchTexts(reader, calls, within);
  return calls.map(({ name: _name, scope: _scope, ...call }) => ({ ...call, ...(texts.get(call.id) ?? noTexts) }));
}

async function topmostCalls(reader: Reader, rows: LightRow[], window: Window): Promise<LightRow[]> {
  const calls: LightRow[] = [];
  for (const trace of byTrace(rows)) {
    const whole = [...placesOf(trace).values()].includes("unknown") ? await fetchWhole(reader, trace) : trace;
    const places = placesOf(whole);
    const isSettled = (row: LightRow) => row.startTime.getTime() < window.to.getTime() - settledAfterMs;
    calls.push(
      ...trace.filter((row) => {
        const place = places.get(row.id);
        return place === "topmost" || (place === "unknown" && isSettled(row));
      }),
    );
  }
  return calls.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
}

function byTrace(rows: LightRow[]): LightRow[][] {
  const traces = new Map<string, LightRow[]>();
  for (const row of rows) traces.set(row.traceId, [...(traces.get(row.traceId) ?? []), row]);
  return [...traces.values()];
}

/** A trace that began before the window shows only its later rows in it. */
async function fetchWhole(reader: Reader, [first]: LightRow[]): Promise<LightRow[]> {
  const rows = await pages(reader, { ...light, traceId: `${first?.traceId}` });
  return rows.map((row) => lightRow(row, reader));
}

/** Inputs and outputs by row id. They are asked for by name: of all rows of a trace only those of the program's module count. */
async function fetchTexts(reader: Reader, calls: LightRow[], within: Condition[]) {
  const texts = new Map<string, Pick<ModuleCall, "input" | "output">>();
  for (const name of new Set(calls.map((call) => call.name))) {
    const named = [...within, { type: "string", column: "name", operator: "=", value: name }];
    for (const { id, input, output } of await pages(reader, { ...withTexts, filter: JSON.stringify(named) })) {
      texts.set(id, { input: textOf(input), output: textOf(output) });
    }
  }
  return texts;
}

async function pages(reader: Reader, query: Record<string, string | number>): Promise<Observation[]> {
  const rows: Observation[] = [];
  let cursor: string | undefined;
  do {
    const reply = await reader.api.observations.getMany({ ...query, ...(cursor ? { cursor } : {}) }, reader.options);
    rows.push(...listOf(reply, reader.connection.baseUrl));
    cursor = reply.meta?.cursor;
  } while (cursor);
  return rows;
}

function lightRow(row: Observation, { connection }: Reader): LightRow {
  const metadata = (row.metadata ?? {}) as Record<string, unknown>;
  return {
    id: row.id,
    traceId: row.traceId ?? "",
    name: row.name ?? "",
    parentObservationId: row.parentObservationId || null,
    isRootObservation: row.isRootObservation === true,
    scope: string(metadata["scope.name"]),
    startTime: new Date(row.startTime),
    level: row.level ?? "DEFAULT",
    statusMessage: row.statusMessage ?? "",
    latencyMs: row.latency ? Math.round(row.latency * 1000) : null,
    artifact: string(metadata["helix.artifact"]),
    url: `${connection.baseUrl.replace(/\/+$/, "")}/project/${row.projectId}/traces/${row.traceId}?observation=${row.id}`,
  };
}

/** Langfuse writes empty strings where it means nothing. */
function string(value: unknown): string | null {
  return typeof value === "string" && value ? value : null;
}

/** v2 returns texts; a server that parsed them is read all the same. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
