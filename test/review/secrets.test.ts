import { pino } from "pino";
import { afterEach, expect, it, vi } from "vitest";
import { withoutKeys } from "../../jobs/runner.ts";
import { lmSpec } from "../../jobs/specs.ts";
import type { ReleaseLm } from "../../models/release.ts";
import { readConfig } from "../../src/config.ts";
import { connectMongo } from "../../src/connections.ts";
import { makeDeps } from "../../src/deps.ts";

const secret = "0123456789abcdef-signing";
const own = {
  SLACK_BOT_TOKEN: "xoxb-1-secret",
  SLACK_SIGNING_SECRET: secret,
  SLACK_APP_TOKEN: "xapp-1-secret",
  MONGODB_URI: "mongodb://helix:secret@127.0.0.1/helix",
  REDIS_URL: "redis://:secret@127.0.0.1",
};

afterEach(() => vi.unstubAllEnvs());

function programsEnv(): NodeJS.ProcessEnv {
  for (const [name, value] of Object.entries({ ...own, A_KEY: "a key" })) vi.stubEnv(name, value);
  const read = readConfig(process.env);
  if (!read.ok) throw new Error(read.problems.join("; "));
  return makeDeps(read.config, "T1", pino({ level: "silent" })).env;
}

const lm = (changes: Partial<ReleaseLm>): ReleaseLm => ({
  alias: "flash",
  model: "openai/flash",
  endpoint: null,
  keyEnv: null,
  params: {},
  price: { input: 1, output: 1 },
  timeoutS: 60,
  ...changes,
});

it.each(Object.keys(own))("a helix.yaml that names %s gets nothing, as key or in an address", (name) => {
  const env = programsEnv();

  expect(env.A_KEY).toBe("a key");
  expect(() => lmSpec(lm({ keyEnv: name }), env)).toThrow("which this worker does not have");
  expect(() => lmSpec(lm({ endpoint: `https://there.example/\${${name}}` }), env)).toThrow(name);
});

it.each(["mongodb://helix:pass/word@127.0.0.1/helix", "mongodb://helix:password@127.0.0.1:port/helix"])(
  "an address that cannot be read is not repeated: %s",
  async (mongoUrl) => {
    const error = await connectMongo({ mongoUrl }).catch((thrown: Error) => thrown);

    expect(String(error)).toContain("MONGODB_URI cannot be read");
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/helix:pass|password@/);
  },
);

it("a key that a provider repeats in its error goes no further than the runner", () => {
  const key = "a-very-long-api-key-0001";
  const line = JSON.stringify({ error: `401: ${key} is not valid, ${key}!` });

  expect(withoutKeys(line, { A_KEY: key, SHORT: "is" })).toBe('{"error":"401: [key] is not valid, [key]!"}');
});
