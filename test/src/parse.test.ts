import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Intent, intentToLine, type RunIntent } from "../../models/intent.ts";
import { type Known, parseCommand } from "../../src/parse.ts";

const one: Known = {
  programs: ["ingredient-analyzer"],
  models: { "ingredient-analyzer": ["gemini-flash", "gemini-pro"] },
};
const two: Known = {
  programs: ["ingredient-analyzer", "ticket-router"],
  models: { ...one.models, "ticket-router": ["small"] },
};

const aRun = (over: Partial<RunIntent> = {}): RunIntent => ({
  verb: "run",
  program: "ingredient-analyzer",
  optimizer: "GEPA",
  model: null,
  compare: null,
  recommend: false,
  budgetUsd: null,
  set: {},
  reflection: null,
  strategy: null,
  ...over,
});
const anEval = {
  verb: "eval",
  program: "ingredient-analyzer",
  target: "deployed",
  model: null,
  split: "test",
  version: null,
};

const full = aRun({
  model: "gemini-flash",
  compare: "deployed",
  recommend: true,
  budgetUsd: 2.5,
  set: { max_metric_calls: 800 },
});
const fullLine =
  "run ingredient-analyzer --optimizer gepa --model gemini-flash --compare deployed --recommend --budget 2.50 --set max_metric_calls=800";

describe("a command that is understood", () => {
  it.each([
    [fullLine, full],
    [`/helix ${fullLine}`, full],
    [fullLine.replaceAll("--", "—"), full],
    ["run ingredient-analyzer —optimizer “gepa”", aRun()],
    ["RUN ingredient-analyzer --optimizer=GEPA", aRun()],
    ["run --optimizer BootstrapRS ingredient-analyzer", aRun({ optimizer: "BootstrapRS" })],
    ["run ingredient-analyzer --optimizer bootstrap-rs", aRun({ optimizer: "BootstrapRS" })],
    ["run ingredient-analyzer --optimizer labeled_few_shot", aRun({ optimizer: "LabeledFewShot" })],
    ["run ingredient-analyzer --optimizer LabelledFewShot", aRun({ optimizer: "LabeledFewShot" })],
    ["run ingredient-analyzer --optimizer gepa --recommend", aRun({ recommend: true, compare: "deployed" })],
    ["run ingredient-analyzer --optimizer gepa --budget $0.5", aRun({ budgetUsd: 0.5 })],
    [
      "run ingredient-analyzer --optimizer gepa --reflection gemini-pro --strategy cot",
      aRun({ reflection: "gemini-pro", strategy: "cot" }),
    ],
    [
      "run ingredient-analyzer --optimizer gepa --set a=true --set 'b=x y' --set c=0.10 --set d=007",
      aRun({ set: { a: true, b: "x y", c: 0.1, d: "007" } }),
    ],
    ["eval ingredient-analyzer", anEval],
    [
      "eval ingredient-analyzer --target c7f3 --split validation --version v4 --model gemini-pro",
      { ...anEval, target: "c7f3", split: "val", version: 4, model: "gemini-pro" },
    ],
    ["status", { verb: "status", program: null }],
    ["status ticket-router", { verb: "status", program: "ticket-router" }],
    ["review ticket-router", { verb: "review", program: "ticket-router" }],
    ["digest", { verb: "digest", program: null }],
    ["lineage d3", { verb: "lineage", program: null, of: "d3" }],
    ["lineage c7f3 ticket-router", { verb: "lineage", program: "ticket-router", of: "c7f3" }],
    ["lineage ticket-router", { verb: "lineage", program: "ticket-router", of: null }],
    ["", { verb: "help", topic: null }],
    ["help run", { verb: "help", topic: "run" }],
    ["eval --help", { verb: "help", topic: "eval" }],
  ])("%s", (text, intent) => {
    expect(parseCommand(text, two)).toEqual({ ok: true, intent });
  });

  it.each([
    ["run --optimizer gepa", aRun()],
    ["eval", anEval],
    ["lineage", { verb: "lineage", program: "ingredient-analyzer", of: null }],
  ])("%s, where only one program is registered", (text, intent) => {
    expect(parseCommand(text, one)).toEqual({ ok: true, intent });
  });
});

describe("a command that is not understood says why, and offers the line that works", () => {
  it.each([
    [
      "run ingredient-analyser --optimizer gepa",
      /no program “ingredient-analyser”.*Did you mean ingredient-analyzer\?/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepaa",
      /no optimizer “gepaa”.*labeled-few-shot, bootstrap-rs and gepa.*mean gepa\?/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepa --model gemini-flsh",
      /gemini-flash and gemini-pro.*mean gemini-flash\?/,
      "/helix run ingredient-analyzer --optimizer gepa --model gemini-flash",
    ],
    [
      "run ticket-router --optimizer gepa --model gemini-flash",
      /ticket-router has small/,
      "/helix run ticket-router --optimizer gepa --model small",
    ],
    [
      "run ingredient-analyzer --optimzer gepa",
      /no option “--optimzer”.*mean --optimizer\?/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepa --effort low",
      /--effort is not available yet/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepa,bootstrap-rs",
      /lists are not available yet/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    ["run ingredient-analyzer", /Which optimizer\?/, "/helix run ingredient-analyzer --optimizer gepa"],
    [
      "run ingredient-analyzer --optimizer gepa --recommend=no",
      /--recommend takes no value/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepa --optimizer bootstrap-rs",
      /--optimizer was given twice/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepa --budget 2,50",
      /US dollars above 0.*not “2,50”/,
      "/helix run ingredient-analyzer --optimizer gepa --budget 2.5",
    ],
    ["run ingredient-analyzer --optimizer gepa --budget 0", /US dollars above 0/, null],
    ["run ingredient-analyzer --optimizer gepa --budget -3", /not “-3”/, null],
    ["run ingredient-analyzer --optimizer gepa --budget lots", /not “lots”/, null],
    [
      "run ingredient-analyzer --optimizer gepa --set depth",
      /key=value, not “depth”/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepa --compare c7f3",
      /not yet against “c7f3”/,
      "/helix run ingredient-analyzer --optimizer gepa --compare deployed",
    ],
    [
      "run ingredient-analyzer tomorrow --optimizer gepa",
      /could not place “tomorrow”/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    ["run --optimizer gepa", /Which program\? One of ingredient-analyzer or ticket-router/, null],
    ["run cheese --optimizer gepa", /no program “cheese”/, null],
    ["run ingredient-analyzer --strategy “cot", /never closed/, null],
    ["eval ingredient-analyzer --split train", /train belongs to the optimizers/, "/helix eval ingredient-analyzer"],
    ["eval ingredient-analyzer --target everything", /cannot evaluate “everything”/, "/helix eval ingredient-analyzer"],
    ["evaluate ingredient-analyzer", /no command “evaluate”.*mean eval\?/, "/helix eval ingredient-analyzer"],
    ["statsu", /mean status\?/, "/helix status"],
    ["banana", /no command “banana”/, "/helix help"],
    ["help banana", /no help on “banana”/, "/helix help"],
    ["status --all", /it takes none/, "/helix status"],
  ])("%s", (text, problem, paste) => {
    expect(parseCommand(text, two)).toEqual({ ok: false, problem: expect.stringMatching(problem), paste });
  });

  it.each([
    "compare",
    "runs",
    "programs",
    "cancel",
    "pause",
    "resume",
    "traces",
    "datasets",
    "promote",
    "rollback",
    "audit",
  ])("%s is planned, and something else is named that works today", (command) => {
    const reading = parseCommand(`${command} r12 --now`, two);

    expect(reading).toMatchObject({ ok: false, problem: expect.stringContaining("not available yet") });
    expect(parseCommand(reading.ok ? "" : (reading.paste ?? "?"), one)).toMatchObject({ ok: true });
  });

  it("says so when no program is registered", () => {
    const reading = parseCommand("run --optimizer gepa", { programs: [], models: {} });

    expect(reading).toMatchObject({
      ok: false,
      problem: expect.stringContaining("No program is registered yet"),
      paste: null,
    });
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z]$/);
const setting = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -999, max: 999_999 }),
  fc
    .stringMatching(/^[a-z "'/.,]{0,10}[a-z]$/)
    .filter((text) => !["true", "false"].includes(text))
    .filter((text) => text !== "true" && text !== "false"),
);
/** Runs as a line can say them: a recommendation brings its comparison, and "true" is the word true. */
const anyRun: fc.Arbitrary<Intent> = fc.record({
  verb: fc.constant("run" as const),
  program: fc.constantFrom(...two.programs),
  optimizer: fc.constantFrom("LabeledFewShot" as const, "BootstrapRS" as const, "GEPA" as const),
  model: fc.constant(null),
  compare: fc.constant("deployed" as const),
  recommend: fc.boolean(),
  budgetUsd: fc.option(
    fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100),
    { nil: null },
  ),
  set: fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,8}$/), setting, { maxKeys: 4 }).map((set) => ({ ...set })),
  reflection: fc.constant(null),
  strategy: fc.option(word, { nil: null }),
});

describe("whatever is typed", () => {
  it("reads its own lines back", () => {
    fc.assert(
      fc.property(anyRun, (intent) => {
        expect(parseCommand(intentToLine(intent), two)).toEqual({ ok: true, intent });
      }),
    );
  });

  it("never throws, and never offers a line that does not work", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "run",
        "eval",
        "lineage",
        "ingredient-analyzer",
        "--optimizer",
        "gepa",
        "--model",
        "--set",
        "--budget",
        "--recommend",
        "—",
        "“",
        "'",
        "--help",
        "--modl=x",
        "-x",
        "d3",
        "=",
        "2,50",
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const reading = parseCommand(pieces.join(" "), two);

        if (reading.ok) return;
        expect(reading.problem).not.toBe("");
        if (reading.paste !== null) expect(parseCommand(reading.paste, two)).toMatchObject({ ok: true });
      }),
      { numRuns: 500 },
    );
  });
});
