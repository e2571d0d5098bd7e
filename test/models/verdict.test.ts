import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fingerprint } from "../../models/fingerprint.ts";
import { chanceFrom } from "../../models/statistics/random.ts";
import { type ArmRow, applyHolm, compareArms } from "../../models/verdict.ts";

const aRow = (row: Partial<ArmRow> & { key: string }): ArmRow => ({
  score: 1,
  latencyMs: 100,
  usd: 0.001,
  promptTokens: 90,
  completionTokens: 10,
  rateLimited: 0,
  timeouts: 0,
  status: "ok",
  ...row,
});
const anArm = (scores: readonly (number | null)[], more: Partial<ArmRow> = {}): ArmRow[] =>
  scores.map((score, n) => aRow({ key: `k${n}`, score, status: score === null ? "provider_error" : "ok", ...more }));
const compare = (baseline: readonly ArmRow[], candidate: readonly ArmRow[], margin = 0) =>
  compareArms({ baseline, candidate, margin, seed: 11 });

/** `right` of `n` right-or-wrong answers; the first are right. */
const rightOf = (n: number, right: number): number[] => Array.from({ length: n }, (_, i) => (i < right ? 1 : 0));
const graded = (n: number, around: number, spread: number, seed: number): number[] => {
  const chance = chanceFrom(seed);
  return Array.from({ length: n }, () => around + (spread * (chance.below(2001) - 1000)) / 1000);
};
const plus = (scores: number[], shift: number) => scores.map((score) => score + shift);

const base = graded(100, 0.5, 0.3, 1);
const noise = graded(100, 0, 0.02, 2);
const noisy = base.map((score, i) => score + (noise[i] ?? 0));

describe("the verdict", () => {
  it.each<[string, number[], number[], number, string]>([
    ["better: graded scores, a clear gain", base, plus(noisy, 0.05), 0, "better"],
    ["worse: graded scores, a clear loss", plus(noisy, 0.05), base, 0, "worse"],
    [
      "better: right or wrong, 20 gained and 2 lost",
      rightOf(100, 50),
      [...Array(2).fill(0), ...rightOf(98, 68)],
      0,
      "better",
    ],
    ["inconclusive: right or wrong, 4 gained", rightOf(100, 50), rightOf(100, 54), 0, "inconclusive"],
    ["inconclusive: a gain that does not clear the margin", base, plus(noisy, 0.05), 0.05, "inconclusive"],
    ["better: the same gain clears a smaller margin", base, plus(noisy, 0.05), 0.04, "better"],
    ["tie: within a margin above 0", base, noisy, 0.01, "tie"],
    ["inconclusive: no margin, no tie", base, noisy, 0, "inconclusive"],
    ["inconclusive: nothing changed and there is no margin", base, base, 0, "inconclusive"],
    ["tie: nothing changed in 300 examples, margin 0.01", rightOf(300, 100), rightOf(300, 100), 0.01, "tie"],
    ["inconclusive: nothing changed in only 100 examples", rightOf(100, 50), rightOf(100, 50), 0.01, "inconclusive"],
    ["inconclusive: one example, however large its gain", [0], [1], 0, "inconclusive"],
    ["inconclusive: five examples, all gained", [0, 0, 0, 0, 0], [1, 1, 1, 1, 1], 0, "inconclusive"],
    ["better: six examples, all gained", [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1], 0, "better"],
  ])("is %s", (_what, baseline, candidate, margin, verdict) => {
    expect(compare(anArm(baseline), anArm(candidate), margin).verdict).toBe(verdict);
  });

  it.each<[string, number[], number[], number, string]>([
    [
      "a gain",
      rightOf(100, 50),
      rightOf(100, 70),
      0,
      "the score is 0.200 higher (95\u00a0% interval +0.130 to +0.290; p\u00a0<\u00a00.001; 100 examples)",
    ],
    [
      "a loss",
      rightOf(100, 70),
      rightOf(100, 50),
      0,
      "the score is 0.200 lower (95\u00a0% interval −0.290 to −0.130; p\u00a0<\u00a00.001; 100 examples)",
    ],
    [
      "no change",
      [1, 0],
      [1, 0],
      0,
      "the difference is 0.000 (95\u00a0% interval −0.707 to +0.707; p\u00a0=\u00a01.000; 2 examples): no example changed its score",
    ],
    [
      "what could be chance",
      rightOf(100, 50),
      [...Array(4).fill(0), ...rightOf(96, 52)],
      0,
      "the difference is +0.020 (95\u00a0% interval −0.040 to +0.090; p\u00a0=\u00a00.754; 100 examples): the interval does not lie clear of 0; with this many, one of 0.088 would be found 4 times in 5, and one of the size seen would need about 2,000 examples",
    ],
  ])("says %s in words", (_what, baseline, candidate, margin, because) => {
    expect(compare(anArm(baseline), anArm(candidate), margin).because).toBe(because);
  });

  it("says what was tested, and uses the exact test where scores are right or wrong", () => {
    const exact = compare(anArm([0, 1, 0, 0, 0, 0]), anArm([1, 0, 1, 1, 1, 1]));

    expect(exact.difference).toMatchObject({ test: "mcnemar", candidates: 1 });
    expect(exact.difference?.p).toBeCloseTo(14 / 64, 12);
    expect(exact.difference?.pHolm).toBe(exact.difference?.p);
    expect(compare(anArm(base), anArm(noisy)).difference?.test).toBe("sign flip");
  });

  it("is mirrored when the arms are swapped", () => {
    const scores = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        minLength: 1,
        maxLength: 15,
      },
    );
    const mirror = { better: "worse", worse: "better", tie: "tie", inconclusive: "inconclusive", "not comparable": "" };

    fc.assert(
      fc.property(scores, fc.double({ min: 0, max: 0.2, noNaN: true }), (pairs, margin) => {
        const [a, b] = [anArm(pairs.map((pair) => pair[0])), anArm(pairs.map((pair) => pair[1]))];
        const [there, back] = [compare(a, b, margin), compare(b, a, margin)];

        expect(back.verdict).toBe(mirror[there.verdict]);
        expect(back.difference?.p).toBe(there.difference?.p);
        expect([back.improved, back.regressed]).toEqual([there.regressed, there.improved]);
      }),
      { numRuns: 25 },
    );
  });

  it("does not depend on the order of rows", () => {
    const [a, b] = [anArm(base), anArm(plus(noisy, 0.02))];

    expect(compare([...a].reverse(), b)).toEqual(compare(a, b));
  });
});

describe("what is missing", () => {
  const arms = (lost: number) => {
    const scores = rightOf(100, 50);
    return compare(anArm(scores), anArm(scores.map((score, i) => (i < lost ? null : score))));
  };

  it("is left out of both arms and counted, up to 2 %", () => {
    const found = arms(2);

    expect(found).toMatchObject({ n: 98, missing: 2, verdict: "inconclusive" });
    expect(found.baseline.mean).toBe(found.candidate.mean);
  });

  it("makes the arms not comparable above 2 %, in words", () => {
    expect(arms(3)).toMatchObject({
      verdict: "not comparable",
      because: "3 examples of 100 (3\u00a0%) could not be scored on both sides; up to 2\u00a0% may be left out",
    });
  });

  it("counts an example that one arm does not have, and one that lacks a repetition's score", () => {
    const twice = (scores: (number | null)[]) => [...anArm(scores), ...anArm(scores)];
    const candidate = [...twice(rightOf(99, 50)).slice(0, -1), aRow({ key: "k98", score: null })];

    expect(compare(twice(rightOf(100, 50)), candidate)).toMatchObject({ n: 98, missing: 2 });
  });

  it.each<[string, ArmRow[], ArmRow[], string]>([
    ["no rows", [], [], "there are no examples to compare"],
    [
      "no common example",
      [aRow({ key: "a" })],
      [aRow({ key: "b" })],
      "2 examples of 2 (100\u00a0%) could not be scored on both sides; up to 2\u00a0% may be left out",
    ],
  ])("leaves nothing to compare: %s", (_what, baseline, candidate, because) => {
    const found = compare(baseline, candidate);

    expect(found).toMatchObject({ verdict: "not comparable", because, difference: null, n: 0, changes: [] });
    expect(found.baseline).toMatchObject({ mean: null, low: null, high: null });
  });
});

describe("the figures of an arm", () => {
  it("averages repetitions before it compares", () => {
    const baseline = [aRow({ key: "a", score: 0 }), aRow({ key: "a", score: 1 }), aRow({ key: "b", score: 1 })];
    const candidate = [aRow({ key: "a", score: 1 }), aRow({ key: "a", score: 1 }), aRow({ key: "b", score: 0.25 })];

    const { changes, improved, regressed, n } = compare(baseline, candidate);

    expect({ n, improved, regressed }).toEqual({ n: 2, improved: 1, regressed: 1 });
    expect(changes).toEqual([
      { key: "b", baseline: 1, candidate: 0.25, d: -0.75 },
      { key: "a", baseline: 0.5, candidate: 1, d: 0.5 },
    ]);
  });

  it("counts 429s and timeouts apart from errors, those of repeated tries too", () => {
    const tries = (n: number) => ({ rateLimited: n < 4 ? 2 : 0, timeouts: n === 50 ? 1 : 0 });
    const rows = Array.from({ length: 200 }, (_, n) => aRow({ key: `k${n}`, ...tries(n) }));

    expect(compare(rows, rows).candidate).toMatchObject({
      errorsPer1000: 0,
      rateLimitedPer1000: 40,
      timeoutsPer1000: 5,
    });
  });

  it("says where p95 lies with 95 % confidence", () => {
    const rows = Array.from({ length: 101 }, (_, n) => aRow({ key: `k${n}`, latencyMs: n }));

    expect(compare(rows, rows).candidate).toMatchObject({ p95: 95, p95Low: 90, p95High: 100 });
  });

  it("gives latency, cost and tokens per call, and errors per 1,000", () => {
    const rows = Array.from({ length: 101 }, (_, n) =>
      aRow({ key: `k${n}`, latencyMs: n, usd: n / 1000, promptTokens: n, status: n < 10 ? "parse_error" : "ok" }),
    );

    const { baseline } = compare(rows, rows);

    expect(baseline).toMatchObject({ p50: 50, p95: 95, tokensPerCall: 60 });
    expect(baseline.usdPerCall).toBeCloseTo(0.05, 12);
    expect(baseline.errorsPer1000).toBeCloseTo(99.0099, 3);
  });

  it.each([
    ["latency", { latencyMs: null }, { p50: null, p95: null, usdPerCall: 0.001, tokensPerCall: 100 }],
    ["cost", { usd: null }, { p50: 100, p95: 100, usdPerCall: null, tokensPerCall: 100 }],
    ["tokens", { promptTokens: null }, { p50: 100, usdPerCall: 0.001, tokensPerCall: null }],
    ["429s", { rateLimited: null }, { rateLimitedPer1000: null, timeoutsPer1000: 0 }],
  ])("leaves %s unknown where one call's is, never 0", (_what, unknown, figures) => {
    const rows = [...anArm([1, 0, 1]), aRow({ key: "k3", ...unknown })];

    expect(compare(rows, rows).candidate).toMatchObject(figures);
  });

  it("does not let a provider that never answered hide the figures of those that did", () => {
    const silent = aRow({
      key: "k99",
      score: null,
      latencyMs: null,
      usd: null,
      promptTokens: null,
      status: "provider_error",
    });
    const rows = [...anArm(rightOf(99, 50)), silent];

    expect(compare(rows, rows).candidate).toMatchObject({ p50: 100, usdPerCall: 0.001, errorsPer1000: 10 });
  });

  it("takes rounding for no change", () => {
    const found = compare(anArm([0.1 + 0.2, 0.5]), anArm([0.3, 0.5]));

    expect(found).toMatchObject({ improved: 0, regressed: 0, unchanged: 2, changes: [] });
  });
});

describe("rulers", () => {
  const print = (metricSource: string | null, host = "h"): Fingerprint => ({
    ruler: {
      dataset: "d",
      splitDefinition: "s",
      metricSource,
      repetitions: "1",
      failurePolicy: "0",
      dspy: "3",
      evalContract: "1",
    },
    subject: {
      state: null,
      programSource: null,
      model: null,
      reportedModel: null,
      endpoint: null,
      params: null,
      adapter: null,
      optimizer: null,
    },
    shown: { gepa: null, litellm: null, python: null, host },
  });
  const ruled = (baseline: Fingerprint, candidate: Fingerprint) =>
    compareArms({
      baseline: anArm(rightOf(50, 10)),
      candidate: anArm(rightOf(50, 40)),
      margin: 0,
      seed: 1,
      fingerprints: { baseline, candidate },
    });

  it("that differ or are unknown give no difference, however large it looks", () => {
    expect(ruled(print("m"), print("m2"))).toMatchObject({
      verdict: "not comparable",
      because: "the metric is not the same",
      difference: null,
      improved: 0,
      changes: [],
    });
    expect(ruled(print(null), print(null))).toMatchObject({
      verdict: "not comparable",
      because: "the metric is not known",
    });
  });

  it("that are equal let the figures speak", () => {
    expect(ruled(print("m"), print("m", "another host")).verdict).toBe("better");
  });
});

describe("applyHolm", () => {
  const baseline = anArm(rightOf(100, 50));
  const gained = (n: number) => compare(baseline, anArm(rightOf(100, 50 + n)));

  it("takes back a verdict that was chance among several candidates", () => {
    const alone = gained(6);
    const among = applyHolm([alone, gained(1), gained(0)]);

    expect(alone.verdict).toBe("better");
    expect(among[0]).toMatchObject({ verdict: "inconclusive", difference: { candidates: 3 } });
    expect(among[0]?.difference?.p).toBeCloseTo(1 / 32, 12);
    expect(among[0]?.difference?.pHolm).toBeCloseTo(3 / 32, 12);
    expect(among[0]?.because).toContain(
      "the interval is clear of 0, yet p\u00a0=\u00a00.094 corrected for 3 candidates",
    );
  });

  it("keeps a verdict that stands, and says that it was corrected", () => {
    const [strong] = applyHolm([gained(20), gained(6)]);

    expect(strong?.verdict).toBe("better");
    expect(strong?.because).toContain("p\u00a0<\u00a00.001 corrected for 2 candidates");
  });

  it("leaves one candidate and what is not comparable as they were", () => {
    const nothing = compare([], []);

    expect(applyHolm([gained(6)])).toEqual([gained(6)]);
    expect(applyHolm([nothing, gained(6)])).toEqual([nothing, gained(6)]);
  });
});

describe("many experiments", () => {
  const examples = 60;
  /** Two arms of right-or-wrong or graded answers whose chances differ by `effect`. */
  function experiment(seed: number, effect: number, margin: number): string {
    const chance = chanceFrom(seed);
    const uniform = () => chance.below(1_000_000) / 1_000_000;
    const isGraded = seed % 2 === 0;
    const answer = (skill: number) => (isGraded ? (skill + uniform()) / 2 : uniform() < skill ? 1 : 0);
    const skills = Array.from({ length: examples }, () => 0.2 + 0.4 * uniform());
    const arm = (shift: number) => anArm(skills.map((skill) => answer(skill + shift)));
    return compareArms({ baseline: arm(0), candidate: arm(effect), margin, seed }).verdict;
  }
  const verdicts = (count: number, effect: number, margin = 0): string[] =>
    Array.from({ length: count }, (_, n) => experiment(n + 1, effect, margin));
  const count = (all: string[], verdict: string) => all.filter((one) => one === verdict).length;

  it("between equal arms are called better or worse about as rarely as promised", () => {
    const equal = verdicts(200, 0);

    // 2.5 % each way are promised; 12 of 200 would be chance once in 300 times.
    expect(count(equal, "better")).toBeLessThan(12);
    expect(count(equal, "worse")).toBeLessThan(12);
  });

  it("with a real gain are mostly called better, with a real loss never", () => {
    expect(count(verdicts(60, 0.4), "better")).toBeGreaterThan(54);
    expect(count(verdicts(60, -0.1), "better")).toBe(0);
  });

  it("between equal arms are mostly called a tie where the margin is wide", () => {
    expect(count(verdicts(60, 0, 0.3), "tie")).toBeGreaterThan(54);
  });
});
