import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config.ts";

const whole = {
  SLACK_BOT_TOKEN: "xoxb-1-very-secret",
  SLACK_SIGNING_SECRET: "a-signing-secret-of-32-characters",
  MONGODB_URI: "mongodb://helix:hunter2@db.example/helix",
  REDIS_URL: "redis://:hunter2@cache.example:6379",
};

const problemsOf = (env: Record<string, string | undefined>): string[] => {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
};

it("four variables are enough", () => {
  expect(problemsOf(whole)).toEqual([]);
});

it("every missing variable is named at once, with what it is", () => {
  expect(problemsOf({})).toEqual([
    "SLACK_BOT_TOKEN is missing: the bot's token, from OAuth & Permissions",
    "MONGODB_URI is missing: a MongoDB address such as mongodb://127.0.0.1:27017/helix",
    "REDIS_URL is missing: a Redis address such as redis://127.0.0.1:6379",
    "SLACK_SIGNING_SECRET is missing: the signing secret, from Basic Information (or SLACK_APP_TOKEN, an app-level token for Socket Mode)",
  ]);
});

describe("what is wrong with a variable is said in words", () => {
  it.each([
    ["SLACK_BOT_TOKEN", "xoxp-a-user-token", "SLACK_BOT_TOKEN has to start with xoxb-"],
    ["SLACK_SIGNING_SECRET", "short", "SLACK_SIGNING_SECRET is too short to be a signing secret"],
    ["SLACK_API_URL", "not an address", "SLACK_API_URL has to be an http address"],
    ["MONGODB_URI", "postgres://x", "MONGODB_URI is not a MongoDB address"],
    ["REDIS_URL", "127.0.0.1:6379", "REDIS_URL is not a Redis address"],
    ["PORT", "eighty", "PORT has to be a number: the port Slack's requests come to"],
    ["HELIX_THREADS", "0", "HELIX_THREADS has to be at least 1"],
    ["HELIX_THREADS", "1.5", "HELIX_THREADS has to be a whole number"],
    ["HELIX_LEASE_MS", "10", "HELIX_LEASE_MS has to be at least 1000"],
    ["HELIX_QUEUE", "a:b", "HELIX_QUEUE has to be letters, digits and hyphens"],
    ["HELIX_LOG_LEVEL", "loud", "HELIX_LOG_LEVEL has to be one of trace, debug, info, warn, error, silent"],
  ])("%s=%s", (name, value, problem) => {
    const [said, ...more] = problemsOf({ ...whole, [name]: value });

    expect(said).toContain(problem);
    expect(more).toEqual([]);
  });

  it("a failpoint in production", () => {
    expect(problemsOf({ ...whole, HELIX_FAILPOINT: "deploy:renamed", NODE_ENV: "production" })).toEqual([
      "HELIX_FAILPOINT is for tests: production does not start with it",
    ]);
  });
});

it("an empty variable counts as missing", () => {
  expect(problemsOf({ ...whole, REDIS_URL: "" })).toEqual([expect.stringContaining("REDIS_URL is missing")]);
});

it("no value is ever shown, for it may be a secret in the wrong place", () => {
  const wrong = Object.fromEntries(
    [...Object.keys(whole), "PORT", "HELIX_THREADS", "HELIX_QUEUE", "HELIX_LOG_LEVEL"].map((name) => [
      name,
      "hunter2 secret",
    ]),
  );

  const said = problemsOf(wrong);

  expect(said.length).toBeGreaterThanOrEqual(8);
  expect(said.join("\n")).not.toContain("hunter2");
});
