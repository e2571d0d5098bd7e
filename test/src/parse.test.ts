import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intentToLine } from "../../models/intent/line.ts";
import { optimizerWords } from "../../models/intent/words.ts";
import type { Intent, OptimizerName } from "../../models/intent.ts";
import { type Known, parseCommand } from "../../src/parse.ts";
import { aRunIntent } from "../support/intents.ts";

const one: Known = {
  programs: ["ingredient-analyzer"],
  models: { "ingredient-analyzer": ["gemini-flash", "gemini-pro"] },
};
const two: Known = {
  programs: ["ingredient-analyzer", "ticket-router"],
  models: { ...one.models, "ticket-router": ["small"] },
};

const aRun = aRunIntent;
const anEval = {
  verb: "eval",
  program: "ingredient-analyzer",
  target: "deployed",
  model: null,
  split: "test",
  version: null,
};

const full = aRun({
  models: ["gemini-flash"],
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
    ["run --optimizer BootstrapRS ingredient-analyzer", aRun({ optimizers: ["BootstrapRS"] })],
    ["run ingredient-analyzer --optimizer bootstrap-rs", aRun({ optimizers: ["BootstrapRS"] })],
    ["run ingredient-analyzer --optimizer labeled_few_shot", aRun({ optimizers: ["LabeledFewShot"] })],
    ["run ingredient-analyzer --optimizer LabelledFewShot", aRun({ optimizers: ["LabeledFewShot"] })],
    ["run ingredient-analyzer --optimizer gepa --recommend", aRun({ recommend: true, compare: "deployed" })],
    ["run ingredient-analyzer --optimizer gepa --budget $0.5", aRun({ budgetUsd: 0.5 })],
    [
      "run ingredient-analyzer --optimizer gepa --reflection gemini-pro --strategy cot",
      aRun({ reflection: "gemini-pro", strategies: ["cot"] }),
    ],
    [
      "run ingredient-analyzer --optimizer gepa --set a=true --set 'b=x y' --set c=0.10 --set d=007",
      aRun({ set: { a: true, b: "x y", c: 0.1, d: "007" } }),
    ],
    [
      "run ingredient-analyzer --optimizer baseline,gepa,GEPA --model gemini-pro,gemini-flash --effort LOW,high --temperature 0.2",
      aRun({
        optimizers: ["baseline", "GEPA"],
        models: ["gemini-pro", "gemini-flash"],
        efforts: ["low", "high"],
        temperatures: [0.2],
      }),
    ],
    [
      "run ingredient-analyzer --optimizer gepa, bootstrap-rs --model gemini-pro, gemini-flash --strategy cot,react",
      aRun({
        optimizers: ["GEPA", "BootstrapRS"],
        models: ["gemini-pro", "gemini-flash"],
        strategies: ["cot", "react"],
      }),
    ],
    ["run ingredient-analyzer --optimizer gepa --temperature 0.0,2.0", aRun({ temperatures: [0, 2] })],
    [
      "run ingredient-analyzer --optimizer gepa,bootstrap-rs --set GEPA.seed=3 --set max_rounds=1",
      aRun({ optimizers: ["GEPA", "BootstrapRS"], set: { "gepa.seed": 3, max_rounds: 1 } }),
    ],
    ["compare c7", { verb: "compare", program: null, a: "c7", b: "deployed" }],
    ["compare C7 d1", { verb: "compare", program: null, a: "c7", b: "d1" }],
    ["compare ticket-router r5 e3", { verb: "compare", program: "ticket-router", a: "r5", b: "e3" }],
    ["compare deployed d0 ticket-router", { verb: "compare", program: "ticket-router", a: "deployed", b: "d0" }],
    ["runs", { verb: "runs", program: null, optimizer: null, by: null, status: null, before: null }],
    [
      "runs ticket-router --optimizer gepa --by <@U0ANNA|anna> --status failed --before r12",
      { verb: "runs", program: "ticket-router", optimizer: "GEPA", by: "U0ANNA", status: "failed", before: "r12" },
    ],
    ["runs --by me", { verb: "runs", program: null, optimizer: null, by: "me", status: null, before: null }],
    ["programs", { verb: "programs" }],
    ["datasets", { verb: "datasets", program: null, from: null, to: null }],
    ["datasets ticket-router v2 4", { verb: "datasets", program: "ticket-router", from: 2, to: 4 }],
    ["cancel r12", { verb: "cancel", run: "r12" }],
    ["pause R12", { verb: "pause", run: "r12" }],
    ["resume r12", { verb: "resume", run: "r12" }],
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
    ["promote C7", { verb: "promote", program: null, subject: "c7" }],
    ["promote r5 --program ticket-router", { verb: "promote", program: "ticket-router", subject: "r5" }],
    ["promote ticket-router d1", { verb: "promote", program: "ticket-router", subject: "d1" }],
    ["rollback", { verb: "rollback", program: null, to: null }],
    ["rollback D3 ticket-router", { verb: "rollback", program: "ticket-router", to: "d3" }],
    ["traces ticket-router", { verb: "traces", program: "ticket-router" }],
    ["audit", { verb: "audit", program: null, subject: null }],
    ["audit ticket-router v2", { verb: "audit", program: "ticket-router", subject: "v2" }],
    ["", { verb: "help", topic: null }],
    ["help run", { verb: "help", topic: "run" }],
    ["help gepa", { verb: "help", topic: "run" }],
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
      /no optimizer “gepaa”.*labeled-few-shot, .*gepa.* and baseline.*mean gepa\?/,
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
      "run ingredient-analyzer --optimizer gepa --effort lo",
      /An effort is low, medium or high, not “lo”.*mean low\?/,
      "/helix run ingredient-analyzer --optimizer gepa --effort low",
    ],
    [
      "run ingredient-analyzer --optimizer gepa --temperature 0,2",
      /“0,2” may be the temperature 0\.2, or the two temperatures 0 and 2\. Write 0\.2, or 0\.0,2\.0/,
      "/helix run ingredient-analyzer --optimizer gepa --temperature 0.2",
    ],
    ["run ingredient-analyzer --optimizer gepa --temperature 3", /number from 0 to 2, not “3”/, null],
    [
      "run ingredient-analyzer --optimizer gepa --effort",
      /Which effort\?/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    [
      "run ingredient-analyzer --optimizer gepa,bootstrp-rs --model gemini-flash,gemini-por",
      /no optimizer “bootstrp-rs”.*no model “gemini-por”/,
      "/helix run ingredient-analyzer --optimizer gepa,bootstrap-rs --model gemini-flash,gemini-pro",
    ],
    [
      "run ingredient-analyzer --optimizer gepa,bootstrap-rs,baseline --model gemini-flash,gemini-pro --effort low,medium,high",
      /These lists make 18 branches; one run has at most 16/,
      null,
    ],
    [
      "run ingredient-analyzer --optimizer gepa --set bootstrap-rs.max_rounds=1",
      /written key=value, not “bootstrap-rs\.max_rounds=1”/,
      "/helix run ingredient-analyzer --optimizer gepa",
    ],
    ["compare", /Compare what\? Name two of/, null],
    ["compare c7 c7", /c7 and c7 are the same/, null],
    ["compare c7 g3", /I cannot compare “g3”/, null],
    ["compare c7 d1 d2", /could not place “d2”/, "/helix compare c7 d1"],
    ["compare cheese c7", /no program “cheese”/, null],
    ["runs --by anna", /Say --by me, --by helix, or mention the person, not “anna”/, "/helix runs --by me"],
    [
      "runs --status finished",
      /A run is waiting, queued, running, paused, done, failed or cancelled, not “finished”/,
      "/helix runs",
    ],
    ["runs --optimizer gepaa", /Did you mean gepa\?/, "/helix runs --optimizer gepa"],
    ["datasets ticket-router v2", /Name both, such as v2 v4/, null],
    ["programs ticket-router", /could not place “ticket-router”/, "/helix programs"],
    ["cancel", /Which run\? A run has a short id such as r12; see \/helix runs/, null],
    ["cancel c12", /“c12” is no run/, null],
    ["stop r12", /no command “stop”.*mean cancel\?/, "/helix cancel r12"],
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
    ["runz", /Did you mean runs\?/, "/helix runs"],
    ["runn", /Did you mean run\?/, null],
    ["help banana", /no help on “banana”/, "/helix help"],
    ["status --all", /it takes none/, "/helix status"],
    ["promote second --program ingredient-analyzer", /Which is “second” depends on the run/, null],
    ["promote deployed", /live already/, null],
    ["promote c7 --now", /it takes --program/, "/helix promote c7"],
    ["ship c7", /no command “ship”.*mean promote\?/, "/helix promote c7"],
    ["rollback r12", /“r12” is no deployment/, "/helix rollback"],
    ["rollback ingredient-analyser d3", /mean ingredient-analyzer\?/, "/helix rollback ingredient-analyzer d3"],
    ["audit everything", /no program “everything”/, null],
  ])("%s", (text, problem, paste) => {
    expect(parseCommand(text, two)).toEqual({ ok: false, problem: expect.stringMatching(problem), paste });
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
  optimizers: fc.uniqueArray(
    fc.constantFrom(...(Object.keys(optimizerWords) as OptimizerName[]), "baseline" as const),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
  models: fc.constant([] as string[]),
  efforts: fc.uniqueArray(fc.constantFrom("low" as const, "medium" as const, "high" as const), { maxLength: 2 }),
  temperatures: fc.uniqueArray(
    fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10),
    { maxLength: 1 },
  ),
  compare: fc.constant("deployed" as const),
  recommend: fc.boolean(),
  budgetUsd: fc.option(
    fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100),
    { nil: null },
  ),
  set: fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,8}$/), setting, { maxKeys: 4 }).map((set) => ({ ...set })),
  reflection: fc.constant(null),
  strategies: fc.uniqueArray(word, { maxLength: 2 }),
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
