import { Trouble } from "../trouble.ts";
import { type Api, type Connection, inTraceWords, listOf, notLangfuse, requestOptions, statusOf } from "./client.ts";

/**
 * Resolves when the server offers the observations API v2; else throws why not, in words. A busy or silent server is undecided: nothing is
 * guessed from it.
 */
export async function probe(api: Api, connection: Connection): Promise<void> {
  const { baseUrl } = connection;
  try {
    const reply = await api.observations.getMany({ limit: 1, fields: "core" }, requestOptions(connection));
    listOf(reply, baseUrl);
  } catch (error) {
    if (statusOf(error) !== 404) throw inTraceWords(error, baseUrl);
    throw (await isLegacy(api, connection)) ? legacyServer(baseUrl) : notLangfuse(baseUrl);
  }
}

async function isLegacy(api: Api, connection: Connection): Promise<boolean> {
  try {
    const reply = await api.trace.list({ limit: 1 }, requestOptions(connection));
    return Array.isArray((reply as { data?: unknown } | null | undefined)?.data);
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw inTraceWords(error, connection.baseUrl);
  }
}

function legacyServer(baseUrl: string): Trouble {
  return new Trouble(
    "Helix cannot read traces",
    `the Langfuse server at ${baseUrl} offers only the old API (v3), which is not supported yet`,
    "update it to Langfuse v4",
  );
}
