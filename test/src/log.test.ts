import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { lastLine, openLog, scrub, secretsIn } from "../../src/log.ts";

describe("a line of log loses its secrets", () => {
  it.each([
    ["a Slack token", "token xoxb-123-abc-DEF failed", "token [secret] failed"],
    ["a model's key", "key sk-proj-abcdefgh12 refused", "key [secret] refused"],
    ["an authorization header", '"authorization":"Bearer abc.def-ghi_jkl"', '"authorization":"[secret]"'],
    ["a database address", "connect mongodb://helix:hunter2@db:27017/x", "connect [secret]db:27017/x"],
    ["a Redis address", "rediss://:hunter2@cache", "[secret]cache"],
    ["a secret it was told of", "signed with correct-horse", "signed with [secret]"],
    ["nothing else", "run T1-r12 asked by U0ANNA", "run T1-r12 asked by U0ANNA"],
  ])("%s", (_what, line, shown) => {
    expect(scrub(line, ["correct-horse", "x"])).toBe(shown);
  });
});

it("wherever the secret stands: in the words, in fields, in an error and in its cause", async () => {
  const out = new PassThrough();
  const log = openLog("info", ["correct-horse"], out);

  log.error(
    { at: { deep: ["correct-horse"] }, err: new Error("correct-horse", { cause: new Error("xoxb-1-2") }) },
    "correct-horse",
  );

  const [line] = (await out.take(1).toArray()) as Buffer[];
  expect(String(line)).toContain("[secret]");
  expect(String(line)).not.toMatch(/correct-horse|xoxb-1-2/);
});

it("the last line of a process that dies names no secret of its environment", () => {
  const env = {
    SLACK_SIGNING_SECRET: "correct-horse",
    LF_SECRET: "battery-staple",
    MODEL_KEY: "paper-clip",
    HOME: "/home/h",
  };
  const error = new Error("correct-horse, battery-staple, paper-clip and xoxb-1-2 in /home/h");

  const line = lastLine("Helix met an error nobody handled", error, secretsIn(env));

  expect(line).toContain("nobody handled: Error: [secret], [secret], [secret] and [secret] in /home/h");
  expect(line).not.toMatch(/correct-horse|battery-staple|paper-clip|xoxb/);
});
