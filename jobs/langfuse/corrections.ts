import { type Api, type Connection, listOf, type RequestOptions } from "./client.ts";

/** What a person wrote in Langfuse as the right output of a trace, as text; the newest per trace or observation. */
export type Corrections = { of(traceId: string, observationId: string): string | null };

const pageSize = 100;

/** Corrections are rare: all that were written since the window began are read at once. */
export async function fetchCorrections(
  api: Api,
  connection: Connection,
  from: Date,
  options: RequestOptions,
): Promise<Corrections> {
  const newest = new Map<string, string>();
  const query = {
    dataType: "CORRECTION",
    name: "output",
    fields: "subject",
    fromTimestamp: from.toISOString(),
    limit: pageSize,
  };
  let cursor: string | undefined;
  do {
    const reply = await api.scoresV3.getManyV3({ ...query, ...(cursor ? { cursor } : {}) }, options);
    const scores = listOf(reply, connection.baseUrl).toSorted((a, b) => a.timestamp.localeCompare(b.timestamp));
    for (const { subject, value } of scores.reverse()) {
      if (subject && typeof value === "string" && value && !newest.has(subject.id)) newest.set(subject.id, value);
    }
    cursor = reply.meta?.cursor;
  } while (cursor);
  return { of: (traceId, observationId) => newest.get(observationId) ?? newest.get(traceId) ?? null };
}
