/** An error as OpenAI's API answers it. */
export interface Refusal {
  status: number;
  error: { message: string; type: string; param: string | null; code: string | null };
  headers?: Record<string, string>;
}

export const noKey: Refusal = refusal(
  401,
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
);

/** The key comes back with its middle struck out, as OpenAI does it. */
export const wrongKey = (key: string): Refusal =>
  refusal(401, `Incorrect API key provided: ${masked(key)}. Look at your account for the right one.`, {
    code: "invalid_api_key",
  });

const masked = (key: string): string =>
  key.length < 12 ? "*".repeat(key.length) : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;

export const noModel = (model: string): Refusal =>
  refusal(404, `The model \`${model}\` does not exist or you do not have access to it.`, { code: "model_not_found" });

/** A request that the API does not take; `param` is what is wrong in it. */
export const badRequest = (message: string, param: string | null = null, code: string | null = null): Refusal =>
  refusal(400, message, { param, code });

export const tooMany = (model: string, perMinute: number, seconds: number): Refusal => ({
  ...refusal(
    429,
    `Rate limit reached for ${model} on requests per min (RPM): Limit ${perMinute}, Used ${perMinute}, Requested 1. Please try again in ${seconds}s.`,
    { type: "requests", code: "rate_limit_exceeded" },
  ),
  headers: { "retry-after": String(seconds), "x-ratelimit-limit-requests": String(perMinute) },
});

export const nothingThere = (method: string | undefined, path: string): Refusal =>
  refusal(404, `Invalid URL (${method} ${path})`);

function refusal(status: number, message: string, more: Partial<Refusal["error"]> = {}): Refusal {
  return { status, error: { message, type: "invalid_request_error", param: null, code: null, ...more } };
}
