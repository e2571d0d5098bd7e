import { describe, expect, it } from "vitest";
import { runToEnd } from "../support/helix/process.ts";
import { useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });

describe("the operator's command says what is wrong and leaves with 1", () => {
  it.each<[string, string, string]>([
    [
      "a helix.yaml with mistakes",
      "name: Ticket\nmetrc: x\n",
      'helix.yaml, line 1: `name`: found "Ticket", expected a name in kebab-case',
    ],
    ["a helix.yaml that is no YAML", "name: [", "helix.yaml, line 1, column 8: this is not YAML"],
    ["an empty helix.yaml", "", "helix.yaml is empty"],
  ])("%s", async (_what, yaml, words) => {
    const { code, out } = await given.set.cli("add", await given.set.copyProgram({ "helix.yaml": yaml }));

    expect(code).toBe(1);
    expect(out).toMatch(/^The program was not registered: helix\.yaml has (a mistake|\d+ mistakes):\n/);
    expect(out).toContain(words);
    expect(out).toMatch(/\nNext: mend it and add the program again; nothing was changed\.\n$/);
    expect(out).not.toMatch(/\.\.\n|\n {4}at /);
  });

  it.each<[string, string[], RegExp]>([
    ["no verb", [], /^npm run helix -- init <folder>[\s\S]*npm run helix -- adopt <name> <state\.json>/],
    ["a verb that is not there", ["ad"], /^There is no ad; did you mean `add`\?\nnpm run helix -- init/],
    [
      "too few words",
      ["adopt", "x"],
      /^Nothing was done: the words do not fit\.\nNext: type npm run helix -- adopt <name>/,
    ],
    ["an option that is not there", ["list", "--all"], /^Nothing was done: Unknown option '--all'\.\nNext: type/],
    [
      "a program that is not there",
      ["remove", "x"],
      /^The program was not removed: there is no program x\.\nNext: register one/,
    ],
    [
      "a price that is none",
      ["init", ".", "--model", "a/b", "--price", "cheap"],
      /--price cheap is no price\.\nNext: write dollars/,
    ],
    [
      "a folder without Python",
      ["init", "docs"],
      /^No helix\.yaml was written: there is no Python module under \S+docs\.\nNext: name/,
    ],
    [
      "a helix.yaml that is there",
      ["init", "examples/parcel-claims"],
      /helix\.yaml is there already\.\nNext: edit it, or move it away first; it was not touched/,
    ],
  ])("%s", async (_what, words, said) => {
    const { code, out } = await given.set.cli(...words);

    expect(code).toBe(1);
    expect(out).toMatch(said);
  });

  it("no environment", async () => {
    const { code, out } = await runToEnd({
      args: ["src/cli.ts", "add", "."],
      env: { SLACK_BOT_TOKEN: "hunter2", REDIS_URL: "", MONGODB_URI: "", SLACK_SIGNING_SECRET: "" },
    });

    expect(code).toBe(1);
    expect(out).toMatch(/^Helix cannot start:\n( {2}- \S+ .*\n){4}$/);
    expect(out).not.toContain("hunter2");
  });

  it("a database that is not there", async () => {
    const env = { ...given.set.env, MONGODB_URI: "mongodb://helix:hunter2@127.0.0.1:9/helix" };

    const { code, out } = await runToEnd({ args: ["src/cli.ts", "add", "."], env });

    expect(code).toBe(1);
    expect(out).toMatch(/^Helix cannot reach its database: MongoDB does not answer\.\nNext: try again in a minute/);
    expect(out).not.toContain("hunter2");
  });
});
