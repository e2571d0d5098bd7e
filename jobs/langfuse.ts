import { type Connection, connect, inTraceWords, requestOptions, statusOf } from "./langfuse/client.ts";
import { fetchCorrections } from "./langfuse/corrections.ts";
import { readFilter } from "./langfuse/filter.ts";
import { probe } from "./langfuse/probe.ts";
import { type Declared, type ProgramTrace, programTrace } from "./langfuse/program-trace.ts";
import { fetchCalls, type Window } from "./langfuse/window.ts";

export type { ProgramTrace } from "./langfuse/program-trace.ts";

export type TraceSourceConfig = Connection & { filter?: unknown };
export type TraceQuery = Window & Declared & { signal?: AbortSignal };
export type TraceSource = {
  /**
   * The program's calls that began in `[from, to)`, oldest first. Rows become readable minutes after a call ended: poll with an overlap of
   * 15 minutes plus the longest run of the program, and know the traces you have seen by their id. Throws `Trouble`; "none" is never an error.
   */
  fetchTraces(query: TraceQuery): AsyncIterable<ProgramTrace>;
};

/** Asks the server what it offers before anything is read from it; throws `Trouble` when its traces cannot be read. */
export async function openTraceSource(config: TraceSourceConfig): Promise<TraceSource> {
  const filter = readFilter(config.filter);
  const api = connect(config);
  await probe(api, config);

  async function readTraces({ from, to, signal, ...declared }: TraceQuery): Promise<ProgramTrace[]> {
    const options = requestOptions(config, signal);
    const corrections = await fetchCorrections(api, config, from, options);
    const calls = await fetchCalls({ api, connection: config, filter, options }, { from, to });
    return calls.map((call) => programTrace(call, declared, corrections.of(call.traceId, call.id)));
  }

  async function* fetchTraces(query: TraceQuery): AsyncIterable<ProgramTrace> {
    const traces = await readTraces(query).catch(async (error) => {
      query.signal?.throwIfAborted();
      // Servers get upgraded while we run: a list that is gone is a changed server, not an empty one.
      if (statusOf(error) === 404) await probe(api, config);
      throw inTraceWords(error, config.baseUrl);
    });
    yield* traces;
  }

  return { fetchTraces };
}
