import type { FetchFunction } from "@slack/web-api";
import type { Logger } from "pino";
import { lostToken, missingScope, uninstalled } from "./access-words.ts";

interface Answer {
  ok?: unknown;
  error?: unknown;
  needed?: unknown;
}

const recheckMs = 10_000;

function answerIn(text: string): Answer | null {
  // Of an answer that is well nothing else is asked here, and it holds whole messages.
  if (text.startsWith('{"ok":true')) return { ok: true };
  try {
    return JSON.parse(text) as Answer | null;
  } catch {
    return null;
  }
}

/**
 * Whether Slack still takes what this process calls with. Every answer of the Web API passes here: what takes Helix's
 * access away is logged once, in a sentence that says what to do, and stands in /readyz until a call succeeds again.
 */
export class Access {
  readonly #problems = new Map<string, string>();
  readonly #log: Logger;
  #lookedAt = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** What is wrong now, in words; null when nothing is known to be. */
  get problem(): string | null {
    return this.#problems.values().next().value ?? null;
  }

  report(key: string, words: string): void {
    const isNew = !this.#problems.has(key);
    this.#problems.set(key, words);
    if (isNew) this.#log.error({ access: key }, words);
  }

  settle(key: string): void {
    if (this.#problems.delete(key)) this.#log.warn({ access: key }, "Slack takes Helix's calls again");
  }

  /** Slack says that the app is gone from the workspace, or its token revoked. */
  uninstalled(event: string): void {
    this.report("token", uninstalled(event));
  }

  /** While something is wrong, asks Slack again now and then: whoever looks at /readyz sees when it is mended. */
  async recheck(ask: () => Promise<unknown>): Promise<void> {
    if (this.problem === null || Date.now() - this.#lookedAt < recheckMs) return;
    this.#lookedAt = Date.now();
    await ask().catch(() => undefined);
  }

  /** `fetch` for a WebClient with the bot's token: answers pass as they are. */
  readonly fetch: FetchFunction = async (url, init) => {
    const response = await fetch(url, init);
    const { headers } = response;
    if (!headers.get("content-type")?.startsWith("application/json")) return response;
    // Read once and handed on as text: a clone would copy and read the stream a second time.
    const text = await response.text();
    this.#read(new URL(url).pathname.split("/").at(-1) ?? "", answerIn(text), headers.get("x-oauth-scopes"));
    return Object.defineProperty(response, "text", { value: () => Promise.resolve(text) });
  };

  #read(method: string, answer: Answer | null, granted: string | null) {
    const code = String(answer?.error ?? "");
    const lost = lostToken(code);
    if (lost) this.report("token", lost);
    if (code === "missing_scope" && answer?.needed) this.report(...missingScope(String(answer.needed), method));
    if (answer?.ok !== true) return;
    this.settle("token");
    for (const scope of granted?.split(",") ?? []) this.settle(`scope ${scope.trim()}`);
  }
}
