import type { Problem } from "./validate/schema.ts";

/** Slack's way of saying no: an error code, and for blocks and views what is wrong where. */
export class Refusal extends Error {
  readonly code: string;
  readonly problems: Problem[];

  constructor(code: string, problems: Problem[] = []) {
    super(code);
    this.code = code;
    this.problems = problems;
  }

  /** The answer as Slack sends it: `error`, `errors` and `response_metadata.messages` with JSON pointers. */
  body(): Record<string, unknown> {
    const errors = this.problems.map(({ message, pointer }) =>
      pointer ? `${message} [json-pointer:${pointer}]` : message,
    );
    if (errors.length === 0) return { ok: false, error: this.code };
    return {
      ok: false,
      error: this.code,
      errors,
      response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
    };
  }
}
