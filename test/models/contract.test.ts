import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { contractJson, JobSpec, RunnerEvent } from "../../models/contract.ts";

it("is committed for Python exactly as zod says it", () => {
  const committed = readFileSync(new URL("../../jobs/dspy/helix_dspy/contract.json", import.meta.url), "utf8");

  expect(committed).toBe(contractJson());
});

it.each([
  ["an event of an unknown type", RunnerEvent, { v: 1, seq: 0, ts: 1, type: "surprise" }],
  [
    "an event with a field too many",
    RunnerEvent,
    { v: 1, seq: 0, ts: 1, type: "cancelling", signal: "SIGTERM", key: "x" },
  ],
  ["an event without its number", RunnerEvent, { v: 1, ts: 1, type: "cancelling", signal: "SIGTERM" }],
  ["a spec without a guard", JobSpec, { v: 1, kind: "evaluate" }],
])("refuses %s", (_what, schema, value) => {
  expect(schema.safeParse(value).success).toBe(false);
});
