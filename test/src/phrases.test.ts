import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intentToLine } from "../../models/intent/line.ts";
import { type Known, parseCommand } from "../../src/parse.ts";
import { answered, type Question, readPhrase } from "../../src/phrases.ts";

const one: Known = {
  programs: ["ingredient-analyzer"],
  models: { "ingredient-analyzer": ["gemini-flash", "gemini-pro"] },
};
const two: Known = {
  programs: ["ingredient-analyzer", "ticket-router"],
  models: { ...one.models, "ticket-router": ["small"] },
};

const intentOf = (line: string, known: Known) => {
  const reading = parseCommand(line, known);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.intent;
};

const seed =
  "Run ingredient-analyzer with GEPA on gemini-flash, compare it against what is deployed, and prepare a recommendation if the trade-offs are good.";
const gepa = "/helix run ingredient-analyzer --optimizer gepa";

describe("a phrase means what its line means", () => {
  it("reads the sentence of the first day, word for word", () => {
    const line = "run ingredient-analyzer --optimizer gepa --model gemini-flash --compare deployed --recommend";

    expect(readPhrase(seed, two)).toEqual({ ok: true, intents: [intentOf(line, two)] });
  });

  it.each([
    [`<@U0HELIX> ${seed}`, `${gepa} --model gemini-flash --compare deployed --recommend`],
    [`<@U0HELIX|helix>: ${seed.toLowerCase()}`, `${gepa} --model gemini-flash --compare deployed --recommend`],
    ["Hey <@U0HELIX>, run ingredient-analyzer with GEPA", gepa],
    ["run ingredient-analyzer with GEPA <@U0HELIX|helix> please", gepa],
    ["Could you please run ingredient-analyzer with GEPA?", gepa],
    ["Let's optimize the ingredient analyzer with GEPA.", gepa],
    ["Run `ingredient-analyzer` with *GEPA* on “Gemini Flash”", `${gepa} --model gemini-flash`],
    ["run GEPA on ingredient-analyzer with gemini-pro", `${gepa} --model gemini-pro`],
    ["Run ticket-router with bootstrap random search", "/helix run ticket-router --optimizer bootstrap-rs"],
    [
      "run ticket router using labelled few-shot via small",
      "/helix run ticket-router --optimizer labeled-few-shot --model small",
    ],
    ["Start a GEPA run for ingredient-analyzer on gemini-flash", `${gepa} --model gemini-flash`],
    ["Run ingredient-analyzer with GEPA and compare the result with production", `${gepa} --compare deployed`],
    ["Run ingredient-analyzer with GEPA, recommend it if it’s better", `${gepa} --compare deployed --recommend`],
    ["Run ingredient-analyzer with GEPA with a budget of two dollars", `${gepa} --budget 2`],
    ["Run ingredient-analyzer with GEPA for at most $2", `${gepa} --budget 2`],
    ["Run ingredient-analyzer with GEPA. Don’t spend more than two dollars and fifty cents.", `${gepa} --budget 2.5`],
    ["Run ingredient-analyzer with GEPA, up to 75 cents", `${gepa} --budget 0.75`],
    ["Run ingredient-analyzer with GEPA, spending no more than USD 12.50", `${gepa} --budget 12.5`],
    ["Run ingredient-analyzer with GEPA reflecting with gemini-pro", `${gepa} --reflection gemini-pro`],
    [
      "Run ingredient-analyzer with GEPA on gemini-flash with gemini-pro for reflection",
      `${gepa} --model gemini-flash --reflection gemini-pro`,
    ],
    [
      "Run ingredient-analyzer with GEPA with the cot strategy and max_metric_calls=800",
      `${gepa} --strategy cot --set max_metric_calls=800`,
    ],
    [
      "Run ingredient-analyzer with GEPA and BootstrapRS on gemini-flash and gemini-pro",
      "/helix run ingredient-analyzer --optimizer gepa,bootstrap-rs --model gemini-flash,gemini-pro",
    ],
    [
      "Run ingredient-analyzer with baseline, GEPA and labeled few shot on gemini-flash, with low effort and temperature 0.2.",
      "/helix run ingredient-analyzer --optimizer baseline,gepa,labeled-few-shot --model gemini-flash --effort low --temperature 0.2",
    ],
    [
      "Run ingredient-analyzer with GEPA at low and high effort, compare it against what is deployed",
      `${gepa} --effort low,high --compare deployed`,
    ],
    [
      "Run ingredient-analyzer with bootstrap few shot, MIPRO, SIMBA and COPRO",
      "/helix run ingredient-analyzer --optimizer bootstrap-few-shot,miprov2,simba,copro",
    ],
    ["Run the baseline on ingredient-analyzer", "/helix run ingredient-analyzer --optimizer baseline"],
    ["Compare c7 with d1", "/helix compare c7 d1"],
    ["compare r5 against what is deployed", "/helix compare r5"],
    ["compare c7 of ticket-router", "/helix compare ticket-router c7"],
    ["How does c7 compare to e3?", "/helix compare c7 e3"],
    ["What changed between c7 and d1?", "/helix compare c7 d1"],
    ["Show me the runs of ticket-router", "/helix runs ticket-router"],
    ["what was tried for ingredient-analyzer?", "/helix runs ingredient-analyzer"],
    ["show my runs", "/helix runs --by me"],
    ["show the runs with GEPA by <@U0ANNA>", "/helix runs --optimizer gepa --by <@U0ANNA>"],
    ["show the failed runs of ticket-router", "/helix runs ticket-router --status failed"],
    ["Which programs are registered?", "/helix programs"],
    ["show the programs", "/helix programs"],
    ["show the datasets of ticket-router", "/helix datasets ticket-router"],
    ["What changed between v2 and v4 of ticket-router?", "/helix datasets ticket-router v2 v4"],
    ["compare v2 with v4 for ticket-router", "/helix datasets ticket-router v2 v4"],
    ["cancel r12", "/helix cancel r12"],
    ["Stop the run r12, please", "/helix cancel r12"],
    ["pause r12", "/helix pause r12"],
    ["continue r12", "/helix resume r12"],
    ["Evaluate ingredient-analyzer", "/helix eval ingredient-analyzer"],
    ["Please evaluate what’s deployed for ticket-router", "/helix eval ticket-router"],
    [
      "evaluate candidate c7f3 of ingredient-analyzer on the validation split",
      "/helix eval ingredient-analyzer --target c7f3 --split val",
    ],
    [
      "re-evaluate ingredient-analyzer on dataset version 4 with gemini-pro",
      "/helix eval ingredient-analyzer --version 4 --model gemini-pro",
    ],
    ["Status?", "/helix status"],
    ["What is the status of ingredient-analyzer?", "/helix status ingredient-analyzer"],
    ["what’s deployed for the ticket router?", "/helix status ticket-router"],
    ["Is what is deployed measured on today's dataset?", "/helix status"],
    ["What needs review?", "/helix review"],
    ["show me the drafted labels for ingredient-analyzer", "/helix review ingredient-analyzer"],
    ["Which experiment produced what is deployed for ingredient-analyzer?", "/helix lineage ingredient-analyzer"],
    ["which run produced d3?", "/helix lineage d3"],
    ["Where does c7f3 come from?", "/helix lineage c7f3"],
    ["Who approved what is deployed in ticket-router?", "/helix lineage ticket-router"],
    ["post today's digest", "/helix digest"],
    ["What happened today?", "/helix digest"],
    ["hi", "/helix help"],
    ["<@U0HELIX>", "/helix help"],
    ["What can you do?", "/helix help"],
    ["How do I run ingredient-analyzer with GEPA?", "/helix help run"],
    ["Run ingredient-analyser with gepaa", gepa],
    ["Roll back ingredient-analyzer", "/helix rollback ingredient-analyzer"],
    ["show the traces", "/helix traces"],
  ])("%s", (phrase, line) => {
    expect(readPhrase(phrase, two, "U0HELIX")).toEqual({ ok: true, intents: [intentOf(line, two)] });
  });

  it.each([
    ["run nothing-here with GEPA", "nothing-here"],
    ["optimize the invoice-parser with gepa", "invoice-parser"],
    ["please try mipro on foo_bar, two dollars max", "foo_bar"],
    ["run gepa on the billing classifier", "billing"],
    ["roll back checkout-bot", "checkout-bot"],
    ["let's review the labels of sentiment-v2", "sentiment-v2"],
  ])("does not take the only program for another that is named: %s", (words, name) => {
    const only: Known = { programs: ["ticket-urgency"], models: { "ticket-urgency": ["mini"] } };

    const heard = readPhrase(words, only, "U0HELIX");

    expect(heard).toMatchObject({ ok: false, proposes: [], problem: expect.stringContaining(name) });
  });

  it.each([
    ["kick off a gepa search but only on the soy examples", "soy examples"],
    ["have simba optimize it with minibatch 16", "minibatch 16"],
    ["compile with gepa using metric v2", "metric v2"],
  ])("a proposal names what the line does not hold: %s", (words, left) => {
    const heard = readPhrase(words, one, "U0HELIX");

    expect(heard).toMatchObject({ ok: false, proposes: [expect.anything()], problem: expect.stringContaining(left) });
  });

  it.each([
    "give miprov2 a whirl on staging",
    "run gepa on ingredient-analyzer in the cloud",
    "run gepa on ingredient-analyzer, only on cheese",
  ])("does nothing at once where it is to be done elsewhere or on something else: %s", (words) =>
    expect(readPhrase(words, one, "U0HELIX").ok).toBe(false),
  );

  it.each([
    "would be lovely to get simba a shot on this with a couple of dollars, thanks!",
    "would be lovely to get simba a shot on this, at most five euros",
    "could somebody give gepa a spin on ingredient-analyzer for a few bucks please",
  ])("proposes no run without the amount that was said, but not clearly: %s", (words) => {
    const heard = readPhrase(words, one, "U0HELIX");

    expect(heard).toMatchObject({
      ok: false,
      proposes: [],
      problem: expect.stringContaining("A budget is said like this"),
    });
  });

  it("takes the only program where one is registered, and asks where there are two", () => {
    const question = "Which experiment produced what is deployed?";

    expect(readPhrase(question, one)).toEqual({ ok: true, intents: [intentOf("lineage ingredient-analyzer", one)] });
    expect(readPhrase(question, two)).toMatchObject({
      ok: false,
      problem: expect.stringContaining("Which program?"),
      question: { choices: two.programs },
    });
  });
});

describe("nothing is done, and the reason is said", () => {
  it.each([
    ["Don’t run ingredient-analyzer with GEPA", /not to do/, null],
    ["Do not run ingredient-analyzer with GEPA", /not to do/, null],
    ["Please never run ingredient-analyzer with GEPA", /not to do/, null],
    ["Run ingredient-analyzer with GEPA? No, wait", /“No”.*“wait”/, null],
    ["Run ingredient-analyzer with GEPA but not on gemini-flash", /could not place “not”/, null],
    ["Run ingredient-analyzer with anything except GEPA", /could not place “with anything except”/, null],
    ["Run ingredient-analyzer without GEPA", /could not place “without”/, null],
    ["Run ingredient-analyzer with GEPA tomorrow at noon", /could not place “tomorrow at noon”/, null],
    ["Run ingredient-analyzer with GEPA if it rains", /could not place “if it rains”/, null],
    ["Run ingredient-analyzer with GEPA and deploy it", /Promote what\?/, null],
    ["Run ingredient-analyzer with GEPA or BootstrapRS", /could not place “or”.*more than one optimizer/, null],
    ["Run ingredient-analyzer with GEPA is a bad idea", /could not place “is” and “bad idea”/, null],
    ["Run ingredient-analyzer with GEPA for <@U0OTHER>", /could not place “for <@U0OTHER>”/, null],
    ["Run ingredient-analyzer with GEPA?", /question/, gepa],
    ["Should we run ingredient-analyzer with GEPA?", /could not place “Should we”.*question/, null],
    [
      "Did you run ingredient-analyzer with GEPA on gemini-flash?",
      /could not place “Did you”.*question/,
      `${gepa} --model gemini-flash`,
    ],
    ["I ran ingredient-analyzer with GEPA", /could not place “I ran”/, gepa],
    ["Somebody said: run ingredient-analyzer with GEPA", /could not place “Somebody said”/, null],
    ["&gt; Run ingredient-analyzer with GEPA", /could not place “>”/, null],
    ["~Run ingredient-analyzer with GEPA~", /did not understand/, "/helix help"],
    ["Run ingredient-analyzer", /Which optimizer\?/, gepa],
    ["Run it again", /Which program\?/, null],
    ["Run the recipe thing with GEPA", /no program “the recipe thing”/, null],
    ["Run with GEPA on gemini-flash", /Which program\?/, null],
    [
      "Run ingredient-analyzer with GEPA on gpt-5",
      /no model “gpt-5”; ingredient-analyzer has/,
      `${gepa} --model gemini-flash`,
    ],
    [
      "Run ingredient-analyzer with GEPA on gemini-flash on gemini-pro",
      /more than one model/,
      `${gepa} --model gemini-flash`,
    ],
    ["Run ingredient-analyzer with GEPA for about $2", /could not place “for about”.*A budget is said/, null],
    ["Run ingredient-analyzer with GEPA with a budget of $2 million", /could not place “million”/, null],
    ["Run ingredient-analyzer with GEPA for at most 5 euros", /could not place “for at most 5 euros”/, null],
    ["Run ingredient-analyzer with GEPA for at most $2 per example", /could not place “per example”/, null],
    ["Run ingredient-analyzer with GEPA for at most $2, budget $3", /more than one budget/, null],
    ["Run ingredient-analyzer with GEPA for at most $0", /above 0/, null],
    [
      "Run ingredient-analyzer with GEPA and compare it with c7f3",
      /not yet against “c7f3”/,
      `${gepa} --compare deployed`,
    ],
    [
      "Evaluate ingredient-analyzer on the training data",
      /train belongs to the optimizers/,
      "/helix eval ingredient-analyzer",
    ],
    ["Promote c7f3", /cannot promote “c7f3”/, null],
    ["Deploy the new version", /Promote what\?/, null],
    ["<@U0ANNA> run ingredient-analyzer with GEPA <@U0HELIX>", /could not place “<@U0ANNA>”/, null],
    ["Approve it", /buttons on a card/, null],
    ["Cancel the run", /Which run\?/, null],
    ["Don't cancel r12", /not to do/, null],
    ["Cancel r12?", /question/, "/helix cancel r12"],
    ["Compare them", /Compare what\?/, null],
    ["What changed between c7 and cheese?", /did not understand/, "/helix help"],
    ["Run ingredient-analyzer with GEPA on temperature 0.2 and 3", /number from 0 to 2, not “3”/, null],
    ["Run ingredient-analyzer with GEPA at no effort", /could not place “at no effort”/, null],
    ["The weather is nice", /did not understand “The weather is nice”/, "/helix help"],
  ])("%s", (phrase, problem, paste) => {
    expect(readPhrase(phrase, two, "U0HELIX")).toMatchObject({
      ok: false,
      problem: expect.stringMatching(problem),
      paste,
    });
  });
});

describe("a question whether something can be done", () => {
  const asked = readPhrase("can r12 be paused?", two);
  const question = asked.ok ? null : asked.question;

  it.each([
    ["yes please", { ok: true, intents: [{ verb: "pause", run: "r12" }] }],
    ["pause r9", { ok: true, intents: [{ verb: "pause", run: "r9" }] }],
    ["yes, but not now", { ok: false }],
    ["thanks", { ok: false }],
  ])("is done on a yes alone: %s", (answer, heard) => {
    expect(question?.problem).toMatch(/Shall I/);
    expect(readPhrase(answered(question as Question, answer), two)).toMatchObject(heard);
  });
});

/** Words around a run that change what is meant: each of them has to stop it. */
const turns = [
  "not",
  "never",
  "don't",
  "unless",
  "instead",
  "tomorrow",
  "or",
  "hypothetically",
  "€5",
  "if",
  "twice",
  ">",
  "~",
];

describe("whatever is said", () => {
  it("one foreign word anywhere stops a run", () => {
    const words = seed.split(" ");
    fc.assert(
      fc.property(fc.constantFrom(...turns), fc.nat(words.length), (foreign, at) => {
        const phrase = words.toSpliced(at, 0, foreign).join(" ");

        expect(readPhrase(phrase, two)).toMatchObject({ ok: false });
      }),
      { numRuns: 400 },
    );
  });

  it("never throws, never spends more than was said, and never offers a line that does not work", () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...seed.split(" "),
        "for",
        "at most",
        "$2",
        "evaluate",
        "c7f3",
        "of",
        "the",
        "?",
        ",",
        "don't",
        "status",
      ),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 16 }), (words) => {
        const said = words.join(" ");
        const reading = readPhrase(said, two);
        const lines = reading.ok ? reading.intents.map(intentToLine) : [reading.paste ?? "/helix help"];

        if (!reading.ok) expect(reading.problem).not.toBe("");
        for (const line of lines) {
          expect(parseCommand(line, two)).toMatchObject({ ok: true });
          // Chance says amounts of its own, too, such as "$9".
          const budget = Number(/--budget (\S+)/.exec(line)?.[1] ?? 0);
          const amounts = [...said.matchAll(/\d*[.,]?\d+/g)].map(([amount]) => Number(amount.replace(",", ".")));
          expect(budget).toBeLessThanOrEqual(Math.max(0, ...amounts));
        }
      }),
      { numRuns: 500 },
    );
  });
});
