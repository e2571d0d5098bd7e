import { describe, expect, it } from "vitest";
import { Policy } from "../../models/policy.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const defaults: Policy = {
  promotion: { quorum: 1, selfApproval: false, expiresMs: 72 * hour, margin: 0, p95Ratio: 1.25, costRatio: 1.5 },
  truth: { selfApproval: true, expiresMs: 14 * day, batch: { labels: 20, quietMs: 30 * minute } },
  failureScore: 0,
  repetitions: 1,
  recompile: { when: "never" },
  rollback: { onePerson: true },
};
const problems = (written: unknown) => Policy.safeParse(written).error?.issues.map(({ message }) => message);

describe("Policy", () => {
  it.each([
    ["nothing", {}],
    ["an empty key", null],
    ["no key", undefined],
  ])("fills in every default for %s", (_what, written) => {
    expect(Policy.parse(written)).toEqual(defaults);
  });

  it.each<[string, Record<string, unknown>, Policy]>([
    ["a dotted key", { "promotion.quorum": 2 }, { ...defaults, promotion: { ...defaults.promotion, quorum: 2 } }],
    [
      "the same key nested",
      { promotion: { quorum: 2 } },
      { ...defaults, promotion: { ...defaults.promotion, quorum: 2 } },
    ],
    [
      "durations as people write them",
      { "promotion.expires": "1.5 d", "truth.expires": "1h 30min" },
      {
        ...defaults,
        promotion: { ...defaults.promotion, expiresMs: 36 * hour },
        truth: { ...defaults.truth, expiresMs: 90 * minute },
      },
    ],
    [
      "a batch with one of its two parts",
      { "truth.batch": { labels: 2 } },
      { ...defaults, truth: { ...defaults.truth, batch: { labels: 2, quietMs: 30 * minute } } },
    ],
    [
      "a recompile on every version",
      { recompile: { when: "on_version", usd: 2 } },
      { ...defaults, recompile: { when: "on_version", usd: 2 } },
    ],
    [
      "a recompile by the clock",
      { recompile: { when: "0 3 * * 1", zone: "Europe/Berlin", usd: 2 } },
      { ...defaults, recompile: { when: "cron", pattern: "0 3 * * 1", zone: "Europe/Berlin", usd: 2 } },
    ],
    [
      "all else",
      { failure_score: -1, repetitions: 3, "rollback.one_person": false, "promotion.margin": 0.02 },
      {
        ...defaults,
        failureScore: -1,
        repetitions: 3,
        rollback: { onePerson: false },
        promotion: { ...defaults.promotion, margin: 0.02 },
      },
    ],
  ])("reads %s", (_what, written, policy) => {
    expect(Policy.parse(written)).toEqual(policy);
  });

  const duration = "a duration with its unit, such as `72 h`, `30 min` or `14 d`";
  it.each<[string, unknown, string]>([
    [
      "a misspelt key",
      { "promotion.quorumm": 2 },
      "`promotion.quorumm` is not known here; did you mean `promotion.quorum`?",
    ],
    ["a misspelt nested key", { truth: { bach: 2 } }, "`truth.bach` is not known here; did you mean `truth.batch`?"],
    ["a duration without a unit", { "promotion.expires": 72 }, duration],
    ["a duration in words alone", { "promotion.expires": "soon" }, duration],
    ["a unit that does not exist", { "promotion.expires": "2 fortnights 1 h" }, duration],
    ["no time at all", { "promotion.expires": "0 h" }, duration],
    ["a negative time", { "promotion.expires": "-1 h" }, duration],
    ["half a person", { "promotion.quorum": 1.5 }, "a whole number from 1"],
    ["a quorum of nobody", { "promotion.quorum": 0 }, "a whole number from 1"],
    ["a ratio of 0", { "promotion.p95_ratio": 0 }, "a ratio above 0, such as 1.25"],
    ["a negative margin", { "promotion.margin": -0.1 }, "a score from 0 up to 1"],
    ["yes as a text", { "truth.self_approval": "yes" }, "true or false"],
    ["a list", [], "a mapping of policy keys"],
  ])("refuses %s", (_what, written, problem) => {
    expect(problems(written)).toEqual([problem]);
  });

  it("names every unknown key when nothing resembles it", () => {
    expect(problems({ zzz: 1 })?.[0]).toMatch(
      /^`zzz` is not known here; known: promotion\.quorum, .*rollback\.one_person$/,
    );
  });

  it.each([
    ["no limit", { when: "on_version" }],
    ["a free lunch", { when: "on_version", usd: 0 }],
    ["no zone", { when: "0 3 * * 1", usd: 2 }],
    ["a zone that does not exist", { when: "0 3 * * 1", zone: "Mars/Olympus", usd: 2 }],
    ["another word", "always"],
  ])("refuses a recompile with %s", (_what, recompile) => {
    expect(problems({ recompile })?.[0]).toMatch(/^`never`, or \{ when: on_version, usd: 2 \}/);
  });
});
