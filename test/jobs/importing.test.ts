import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkRows, fieldProblems, readRows, schemasOf } from "../../jobs/importing.ts";
import { Trouble } from "../../jobs/trouble.ts";
import { aConfig, aProgram } from "../support/cards.ts";

/** What the operator is told about a data file; null when all of it fits. */
async function told(text: string | null, data = "tickets.jsonl"): Promise<Pick<Trouble, "why" | "next"> | null> {
  const root = await mkdtemp(join(tmpdir(), "helix-rows-"));
  onTestFinished(() => rm(root, { recursive: true }));
  if (text !== null) await writeFile(join(root, data), text);
  const config = { ...aConfig(), data };
  try {
    checkRows(config, aProgram().described, await readRows(config, root));
    return null;
  } catch (error) {
    if (error instanceof Trouble) return { why: error.why, next: error.next };
    throw error;
  }
}

const row = (ticket: string, urgency = "low") => JSON.stringify({ ticket, urgency });

describe("the operator is told what is wrong with a data file, row by row", () => {
  it.each([
    ["a row without its label", `${row("a")}\n{"ticket":"b"}`, "row 2: urgency is missing"],
    ["a row without an input", `{"urgency":"low"}`, "row 1: ticket is missing"],
    [
      "a row of inputs and outputs without a field",
      `{"inputs":{},"outputs":{"urgency":"low"}}`,
      "row 1: ticket is missing",
    ],
    [
      "a label that is none of the allowed ones",
      row("a", "urgent"),
      "row 1: urgency has to be low or high, not “urgent”",
    ],
    ["an input of another type", `{"ticket":7,"urgency":"low"}`, "row 1: ticket has to be a text, not 7"],
    ["an input that is null", `{"ticket":null,"urgency":"low"}`, "row 1: ticket has to be a text, not null"],
    [
      "the very same inputs twice",
      [row("a"), row("b"), row("a", "high")].join("\n"),
      "row 3 has the very same inputs as row 1",
    ],
    ["a mistake below a blank line", `${row("a")}\n\n{"ticket":"b"}`, "row 2 (line 3): urgency is missing"],
    ["a line that is no JSON", `${row("a")}\n{"ticket": `, "tickets.jsonl, line 2 is not a JSON object"],
    ["a line that is a list", "[1, 2]", "tickets.jsonl, line 1 is not a JSON object"],
    ["a file that is not there", null, "tickets.jsonl is not among the program's files"],
  ])("%s", async (_what, text, why) => {
    const { why: said, next } = (await told(text)) ?? { why: "nothing", next: "" };

    expect(said).toContain(why);
    expect(next).toMatch(/nothing was changed$/);
  });

  it("every mistake at once, ten of them in words and the others counted", async () => {
    const told12 = await told(Array.from({ length: 12 }, (_, n) => JSON.stringify({ ticket: `t${n}` })).join("\n"));

    expect(told12?.why).toMatch(
      /^tickets\.jsonl has 12 mistakes:\n {2}row 1: .*\n {2}row 2: [\s\S]*row 10: .*\n {2}and 2 more$/,
    );
  });

  it("nothing about a file that fits", async () => {
    expect(await told(`${row("a")}\n\n${row("b", "high")}\n`)).toBeNull();
  });
});

describe("a value that does not fit its field reads as a sentence", () => {
  const part = {
    type: "object",
    properties: { name: { type: "string" }, safety: { type: "string", enum: ["A", "B"] } },
    required: ["name", "safety"],
    additionalProperties: false,
  };
  const optional = { anyOf: [{ type: "string" }, { type: "null" }] };

  it.each([
    ["a missing field", { type: "string" }, undefined, "f is missing"],
    ["a text for a number", { type: "number" }, "3", "f has to be a number, not “3”"],
    ["a fraction for a whole number", { type: "integer" }, 1.5, "f has to be a whole number, not 1.5"],
    ["too large a number", { type: "number", maximum: 1 }, 3, "f has to be at most 1"],
    ["too few items", { type: "array", items: {}, minItems: 1 }, [], "f needs at least 1 item"],
    ["neither a text nor nothing", optional, 3, "f has to be a text or nothing (null), not 3"],
    [
      "an item of a list",
      { type: "array", items: part },
      [{ name: "a", safety: "C" }],
      "f, item 1, safety has to be A or B, not “C”",
    ],
    [
      "a missing part",
      { type: "array", items: part },
      [{ name: "a", safety: "A" }, { safety: "B" }],
      "f, item 2, name is missing",
    ],
    [
      "a part nobody declared",
      { type: "array", items: part },
      [{ name: "a", safety: "A", x: 1 }],
      "f, item 1 has no field x",
    ],
    ["an object for a list", { type: "array", items: part }, {}, "f has to be a list, not an object"],
    ["a list for a text", { type: "string" }, [1, 2], "f has to be a text, not a list of 2"],
  ])("%s", (_what, schema, value, problem) => {
    const { outputs } = schemasOf({ inputSchemas: {}, outputSchemas: { f: JSON.stringify(schema) } });

    expect(fieldProblems(value === undefined ? {} : { f: value }, outputs)).toEqual([problem]);
  });

  it("a label needs no reasoning", () => {
    const { outputs } = schemasOf({ inputSchemas: {}, outputSchemas: { reasoning: '{"type":"string"}' } });

    expect(fieldProblems({}, outputs)).toEqual([]);
  });
});
