import { LangfuseClient } from "@langfuse/client";
import { Trouble } from "../trouble.ts";

export type Connection = {
  baseUrl: string;
  publicKey: string;
  secretKey: string;
  /** Per attempt; Langfuse's client would wait 60 s. */
  timeoutInSeconds?: number;
  /** Further attempts after 408, 429 (as long as Retry-After says, at most 60 s) and 5xx. */
  maxRetries?: number;
};
export type RequestOptions = { timeoutInSeconds: number; maxRetries: number; abortSignal?: AbortSignal };
export type Api = LangfuseClient["api"];

const timeoutInSeconds = 15;
const maxRetries = 2;

export function connect({ baseUrl, publicKey, secretKey }: Connection): Api {
  return new LangfuseClient({ baseUrl, publicKey, secretKey }).api;
}

/** The client's own `timeout` setting does not reach `api.*`: every call has to carry its limits. */
export function requestOptions(connection: Connection, signal?: AbortSignal): RequestOptions {
  const limits = {
    timeoutInSeconds: connection.timeoutInSeconds ?? timeoutInSeconds,
    maxRetries: connection.maxRetries ?? maxRetries,
  };
  return signal ? { ...limits, abortSignal: signal } : limits;
}

/** The rows of a list reply. A body without a list is somebody else's, never "there are none". */
export function listOf<T>(reply: { data: T[] }, baseUrl: string): T[] {
  if (Array.isArray((reply as { data?: unknown } | null | undefined)?.data)) return reply.data;
  throw notLangfuse(baseUrl);
}

export function notLangfuse(baseUrl: string): Trouble {
  return new Trouble(
    "Helix cannot read traces",
    `what answers at ${baseUrl} is not the Langfuse API`,
    "check traces.langfuse.base_url in helix.yaml: it is the server's address without a path",
  );
}

export function statusOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === "number" ? status : undefined;
}

/** Words for what the client threw. 404 is left to the probe, which can tell an old server from a wrong address. */
export function inTraceWords(error: unknown, baseUrl: string): Trouble {
  if (error instanceof Trouble) return error;
  const what = "Helix cannot read traces";
  const status = statusOf(error);
  const trouble = (why: string, next: string) => new Trouble(what, why, next, { cause: error });
  if (status === 401 || status === 403) {
    return trouble(
      `Langfuse at ${baseUrl} rejects the keys (${status})`,
      "check the variables that traces.langfuse.public_key and secret_key name: both keys of one project, of this server",
    );
  }
  if (status === 429) return trouble(`Langfuse at ${baseUrl} asks to slow down (429)`, "try again in a few minutes");
  if (status === 400) return trouble(`Langfuse refuses the request: ${detail(error)}`, "check traces.langfuse.filter");
  if (status !== undefined && status >= 500) {
    return trouble(
      `Langfuse at ${baseUrl} is in trouble itself (${status})`,
      "try again; if it lasts, look at the Langfuse server",
    );
  }
  if (status !== undefined && status < 400) return notLangfuse(baseUrl);
  return trouble(
    `Langfuse at ${baseUrl} does not answer (${detail(error)})`,
    "check that the server is up and that this host may reach it, then try again",
  );
}

function detail(error: unknown): string {
  const said = (error as { body?: { message?: unknown } } | null)?.body?.message;
  const message = typeof said === "string" ? said : error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]?.slice(0, 200) ?? "";
}
