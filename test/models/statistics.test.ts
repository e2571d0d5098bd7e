import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { studentQuantile } from "../../models/statistics/bootstrap.ts";
import { normalCdf, normalQuantile } from "../../models/statistics/normal.ts";
import { chanceFrom, seedFrom } from "../../models/statistics/random.ts";
import {
  differenceInterval,
  holm,
  mcnemarDetectable,
  mcnemarExact,
  mcnemarPower,
  meanInterval,
  minimumDetectableEffect,
  pairedBootstrap,
  quantile,
  quantileInterval,
  signFlip,
  wilson,
} from "../../models/statistics.ts";

type Sample = {
  name: string;
  values: number[];
  mean: number;
  low: number;
  high: number;
  sign_flip: number;
  p95_interval: { low: number; high: number };
  quantiles: Record<string, number>;
  detectable: number;
  detectable_90_01: number;
  error_interval: { low: number; high: number };
};
type Fixtures = {
  differences: Sample[];
  mcnemar: { b: number; c: number; p: number }[];
  mcnemar_power: { n: number; gained: number; lost: number; power: number }[];
  mcnemar_detectable: { n: number; changed: number; gain: number }[];
  wilson: { k: number; n: number; level: number; low: number; high: number }[];
  holm: { ps: number[]; corrected: number[] }[];
  student: { p: number; degrees: number; x: number }[];
  normal: { p: number; x: number }[];
};

/** What scipy and statsmodels say; see make_statistics.py beside it. */
const fixtures: Fixtures = JSON.parse(readFileSync(new URL("../fixtures/statistics.json", import.meta.url), "utf8"));
const seed = 7;
const sd = (values: number[], mean: number) =>
  Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);

describe.each(fixtures.differences)("on $name differences", (sample) => {
  const { values } = sample;

  it("the bootstrap interval is scipy's within Monte Carlo error", () => {
    const { mean, low, high } = pairedBootstrap(values, { seed, exact: true });

    const tolerance = (0.12 * sd(values, sample.mean)) / Math.sqrt(values.length);
    expect(mean).toBeCloseTo(sample.mean, 12);
    expect(Math.abs(low - sample.low)).toBeLessThan(tolerance);
    expect(Math.abs(high - sample.high)).toBeLessThan(tolerance);
  });

  it("the sign-flip p is scipy's within four Monte Carlo errors", () => {
    const p = signFlip(values, { seed });

    const error = Math.sqrt((sample.sign_flip * (1 - sample.sign_flip)) / 10_000);
    expect(Math.abs(p - sample.sign_flip)).toBeLessThan(4 * error + 2e-4);
  });

  it("is as wide as scipy's BCa or wider, by Student's t where there are few", () => {
    const [exact, widened] = [true, false].map((each) => pairedBootstrap(values, { seed, exact: each }));
    const width = (interval = { low: 0, high: 0 }) => interval.high - interval.low;

    const ratio = width(widened) / width(exact);
    expect(ratio).toBeGreaterThanOrEqual(1);
    expect(ratio).toBeLessThan(1 + 4 / values.length);
  });

  it("the interval of the 95th percentile is between scipy's order statistics", () => {
    const { low, high, mean } = quantileInterval(values, 0.95);

    expect({ low, high }).toEqual(sample.p95_interval);
    expect(mean).toBe(quantile(values, 0.95));
  });

  it("quantiles are numpy's", () => {
    for (const [q, value] of Object.entries(sample.quantiles))
      expect(quantile(values, Number(q))).toBeCloseTo(value, 12);
  });

  it("the minimum detectable effect follows from scipy's standard error", () => {
    expect(minimumDetectableEffect(values)).toBeCloseTo(sample.detectable, 10);
    expect(minimumDetectableEffect(values, { power: 0.9, alpha: 0.01 })).toBeCloseTo(sample.detectable_90_01, 10);
  });

  it("one arm's interval is the one of scipy's standard error", () => {
    expect(meanInterval(values).low).toBeCloseTo(sample.error_interval.low, 10);
    expect(meanInterval(values).high).toBeCloseTo(sample.error_interval.high, 10);
  });
});

it.each(fixtures.mcnemar)("McNemar for $b against $c is scipy's exact binomial p", ({ b, c, p }) => {
  expect(mcnemarExact(b, c) / p).toBeCloseTo(1, 10);
});

it.each(fixtures.mcnemar_power)(
  "finds a gain of $gained against a loss of $lost in $n examples as often as scipy's sum over all outcomes",
  ({ n, gained, lost, power }) => {
    expect(mcnemarPower(n, gained, lost)).toBeCloseTo(power, 8);
  },
);

it.each(fixtures.mcnemar_detectable)(
  "of $n right-or-wrong examples with $changed changed, the smallest gain found 4 times in 5 is scipy's",
  ({ n, changed, gain }) => {
    const found = mcnemarDetectable(n, changed);

    // Beyond 1,000 examples by the normal approximation.
    if (n > 1_000) expect(Math.abs(found / gain - 1)).toBeLessThan(0.01);
    else expect(found).toBeCloseTo(gain, 5);
  },
);

it.each(fixtures.wilson)("Wilson's interval for $k of $n at $level is scipy's", ({ k, n, level, low, high }) => {
  expect(wilson(k, n, level).low).toBeCloseTo(low, 10);
  expect(wilson(k, n, level).high).toBeCloseTo(high, 10);
});

it.each(fixtures.holm)("Holm corrects $ps as statsmodels does", ({ ps, corrected }) => {
  expect(holm(ps).map((p) => Number(p.toFixed(12)))).toEqual(corrected.map((p) => Number(p.toFixed(12))));
});

it.each(fixtures.normal)("the normal quantile of $p is scipy's, and its inverse", ({ p, x }) => {
  expect(normalQuantile(p)).toBeCloseTo(x, 9);
  expect(normalCdf(x)).toBeCloseTo(p, 12);
});

const someDifferences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
const small = { resamples: 300, seed };

it.each(fixtures.student)("Student's quantile of $p with $degrees degrees is scipy's", ({ p, degrees, x }) => {
  expect(Math.abs(studentQuantile(p, degrees) - x)).toBeLessThan(degrees < 10 ? 0.03 : 0.001);
});

describe("resampling", () => {
  it("gives the same answer for the same seed, and another for another", () => {
    const [sample] = fixtures.differences as [Sample];

    expect(pairedBootstrap(sample.values, { seed: 1 })).toEqual(pairedBootstrap(sample.values, { seed: 1 }));
    expect(pairedBootstrap(sample.values, { seed: 1 })).not.toEqual(pairedBootstrap(sample.values, { seed: 2 }));
    expect(signFlip(sample.values, { seed: 1 })).not.toBe(signFlip(sample.values, { seed: 2 }));
  });

  it("is mirrored when the arms are swapped", () => {
    fc.assert(
      fc.property(someDifferences, (differences) => {
        const there = pairedBootstrap(differences, small);
        const back = pairedBootstrap(
          differences.map((d) => -d),
          small,
        );

        expect(back.low).toBeCloseTo(-there.high, 12);
        expect(back.high).toBeCloseTo(-there.low, 12);
        expect(
          signFlip(
            differences.map((d) => -d),
            small,
          ),
        ).toBe(signFlip(differences, small));
      }),
    );
  });

  it("keeps intervals within the differences and p above 0 and at most 1", () => {
    fc.assert(
      fc.property(someDifferences, (differences) => {
        const { low, high } = pairedBootstrap(differences, small);
        const p = signFlip(differences, small);

        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...differences) - 1e-12);
        expect(high).toBeLessThanOrEqual(Math.max(...differences) + 1e-12);
        expect(p).toBeGreaterThanOrEqual(1 / 301);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("is wider at a higher level", () => {
    const [sample] = fixtures.differences as [Sample];

    const [narrow, wide] = [0.8, 0.99].map((level) => pairedBootstrap(sample.values, { seed, level }));

    expect(wide?.low).toBeLessThan(narrow?.low ?? 0);
    expect(wide?.high).toBeGreaterThan(narrow?.high ?? 0);
  });

  it("has nothing to say about nothing", () => {
    expect(() => pairedBootstrap([], { seed })).toThrow("there are no values to measure");
    expect(signFlip([], { seed })).toBe(1);
    expect(signFlip([0, 0, 0], { seed })).toBe(1);
  });

  it("counts sums that differ only by rounding as equal", () => {
    const tenths = Array.from({ length: 3 }, () => 0.1);

    expect(signFlip(tenths, { seed })).toBeCloseTo(2 / 8, 1);
  });
});

describe("chance", () => {
  it("spreads evenly, also for near seeds", () => {
    const counts = new Array<number>(10).fill(0);
    for (let s = 0; s < 20_000; s++) counts[chanceFrom(s).below(10)] = (counts[chanceFrom(s).below(10)] ?? 0) + 1;

    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.9);
  });

  it("makes seeds of texts that stay as they are", () => {
    expect(seedFrom("e1 against e2")).toBe(seedFrom("e1 against e2"));
    expect(seedFrom("e1 against e2")).not.toBe(seedFrom("e2 against e1"));
    expect(Number.isInteger(seedFrom("x"))).toBe(true);
  });
});

describe("holm", () => {
  const someP = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

  it("never lowers a p, never changes their order, and stays within 1", () => {
    fc.assert(
      fc.property(someP, (ps) => {
        const corrected = holm(ps);

        for (const [i, p] of ps.entries()) {
          expect(corrected[i]).toBeGreaterThanOrEqual(p);
          expect(corrected[i]).toBeLessThanOrEqual(1);
          for (const [j, q] of ps.entries())
            if (p < q) expect(corrected[i]).toBeLessThanOrEqual(corrected[j] as number);
        }
      }),
    );
  });
});

describe("meanInterval", () => {
  it("is Wilson's where scores are 0 or 1, and stays within 0 and 1 where they do", () => {
    expect(meanInterval([1, 1, 0, 1])).toEqual(wilson(3, 4));
    expect(meanInterval([1, 1, 1, 0.2])).toMatchObject({ high: 1 });
  });

  it("knows nothing from one graded score", () => {
    expect(meanInterval([0.4])).toEqual({ mean: 0.4, low: 0, high: 1 });
  });
});

describe("where fewer than ten of many examples changed", () => {
  const changed = (gains: number, n: number, by = 1) => Array.from({ length: n }, (_, i) => (i < gains ? by : 0));
  const width = (values: number[]) => {
    const { low, high } = differenceInterval(values, { seed });
    return high - low;
  };

  it("no change at all still leaves room for one", () => {
    const { mean, low, high } = differenceInterval(changed(0, 20), { seed });

    expect(mean).toBe(0);
    expect(low).toBeLessThan(-0.05);
    expect(high).toBeGreaterThan(0.05);
  });

  it("the interval is wider than the bootstrap's, by as much as the changes are large, around the same mean", () => {
    for (const by of [1, 0.1]) {
      const values = changed(3, 60, by);
      const plain = pairedBootstrap(values, { seed });
      expect(differenceInterval(values, { seed }).mean).toBe(plain.mean);
      expect(width(values) / (plain.high - plain.low)).toBeGreaterThan(1.02);
    }
    expect(width(changed(3, 60, 0.1)) * 10).toBeCloseTo(width(changed(3, 60)), 9);
  });

  it.each([
    ["ten changed", changed(10, 60)],
    ["most of them changed", [0.1, 0.2, -0.1, 0.3, 0]],
  ])("it stays the bootstrap's where %s", (_what, values) => {
    const plain = pairedBootstrap(values, { seed });

    expect(differenceInterval(values, { seed })).toEqual(plain);
  });
});

it("no effect is too small to detect where nothing scatters: that is unknown, not 0", () => {
  expect(minimumDetectableEffect([0, 0, 0])).toBeNull();
  expect(minimumDetectableEffect([0.3])).toBeNull();
  expect(minimumDetectableEffect([])).toBeNull();
});
