import { describe, expect, it } from "vitest";
import { runMessage } from "../../blocks/run.ts";
import { renderMessage } from "../../examples/workspace/text.ts";
import type { Held } from "../../models/limits/held.ts";
import type { Run, Step } from "../../models/run.ts";
import * as a from "../support/cards.ts";
import { aRunIntent } from "../support/intents.ts";

const compiling = (progress: Partial<NonNullable<Step["progress"]>>, more: Partial<Step> = {}): Step =>
  a.aStep({
    kind: "compile",
    params: {},
    status: "running",
    progress: { done: 40, total: 120, best: 0.7, note: "", ...progress },
    ...more,
  });
const card = (run: Partial<Run>) => runMessage(a.aRun({ status: "running", ...run }), []);
const shown = (run: Partial<Run>): string => renderMessage(card(run) as never);

it.each([
  [{ proposals: 7, accepted: 2 }, "7 proposals, 2 accepted"],
  [{ leftS: 4 }, "a few seconds left"],
  [{ leftS: 44 }, "about 40 s left"],
  [{ leftS: 300 }, "about 5 min left"],
  [{ leftS: 9_000 }, "about 2.5 h left"],
])("progress %j reads “%s”, in the card and in its plain text", (progress, words) => {
  const step = compiling(progress);

  expect(shown({ steps: [step] })).toContain(words);
  expect(card({ steps: [step] }).text).toContain(words);
});

it("a search says with what it searches, in its plan and at work, and from which score it climbed", () => {
  const params = { branch: { words: "GEPA on flash" }, words: "GEPA on flash, about 120 program runs" };
  const start = { index: 0, candidate: "T1-c1", stateHash: "s", parents: [], valScore: 0.5 };

  const planned = shown({ steps: [compiling({}, { params, progress: null, status: "waiting" })] });
  const atWork = shown({ steps: [compiling({}, { params, candidates: [start] })] });

  expect(planned).toContain("○ compile GEPA on flash: about 120 program runs");
  expect(atWork).toMatch(/compile GEPA on flash: .* best so far 0\.700 on val, from 0\.500/);
});

it("of a step that is over, no time is left to tell", () => {
  expect(shown({ status: "done", steps: [compiling({ leftS: 44 }, { status: "done" })] })).not.toMatch(/left|▰/);
});

const held = (changes: Partial<Held>): Held => ({
  alias: "quick",
  by: "concurrency",
  share: 2,
  limit: 8,
  sharers: 1,
  ...changes,
});

it.each([
  [held({}), "quick holds it back: 2 of 8 calls at once"],
  [held({ share: 8 }), "quick holds it back: at most 8 calls at once"],
  [held({ sharers: 3 }), "quick holds it back: 2 of 8 calls at once, shared by 3 steps"],
  [held({ by: "requests", share: 30, limit: 60 }), "quick holds it back: 30 of 60 requests a minute"],
  [held({ by: "tokens", share: 5_000, limit: 10_000 }), "quick holds it back: 5,000 of 10,000 tokens a minute"],
  [held({ by: "asked", share: 20, limit: null }), "quick asked for a pause of 20 seconds"],
  [held({ by: "asked", share: null }), "quick asked for a pause"],
  [held({ by: "no share", share: null }), "it waits for its share of quick: Redis does not say how much others use"],
])("what holds a step back is said: %j", (why, words) => {
  expect(card({ steps: [compiling({}, { held: why })] }).text).toContain(words);
});

it("a run at work can be paused, a paused one resumed, and both cancelled; a deployment neither", () => {
  const paused = {
    status: "paused",
    moves: [{ from: "running", to: "paused", by: "U0ANNA", at: a.at, why: "paused" }],
  };

  expect(shown({ steps: [compiling({})] })).toContain("[ Pause ]  [ Cancel ]");
  const stopped = shown({ ...paused, steps: [compiling({}, { status: "queued" })] } as Partial<Run>);
  expect(stopped).toContain("[ Resume ]  [ Cancel ]");
  expect(stopped).toMatch(/It was paused by @\S+; what was measured so far is kept, and nothing is spent\.\n/);
  const stopping = card({ ...paused, steps: [compiling({})] } as Partial<Run>).text;
  expect(stopping).toContain("What is at work is being stopped.");
  expect(shown({ steps: [a.aStep({ kind: "deploy", status: "running" })] })).not.toMatch(/Pause|Cancel/);
});

describe("a search that came to something nobody asked to compare", () => {
  const step = (kind: Step["kind"], outcome: Record<string, unknown> = {}) =>
    a.aStep({ kind, status: "done", outcome });
  const searched = [step("compile", { unchanged: false, candidate: "T1-c7", facts: [] }), step("evaluate")];
  const done = { status: "done", intent: aRunIntent() } as const;

  it("offers Compare on its message", () => {
    expect(shown({ ...done, steps: searched })).toContain("[ Compare ]");
  });

  it.each([
    ["while it works", { ...done, status: "running", steps: searched }],
    ["once it was compared", { ...done, steps: [...searched, step("compare")] }],
    ["when nothing better was found", { ...done, steps: [step("compile", { unchanged: true }), step("evaluate")] }],
    ["when it was no search", { ...done, steps: [step("evaluate")] }],
  ] as [string, Partial<Run>][])("and does not %s", (_when, run) => {
    expect(shown(run)).not.toContain("Compare");
  });
});
