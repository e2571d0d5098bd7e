import { describe, expect, it } from "vitest";
import { compareFingerprints, type Fingerprint } from "../../models/fingerprint.ts";

const print: Fingerprint = {
  ruler: {
    dataset: "d",
    splitDefinition: "s",
    metricSource: "m",
    repetitions: "1",
    failurePolicy: "0",
    dspy: "3.3.1",
    evalContract: "1",
  },
  subject: {
    state: "st",
    programSource: "p",
    model: "openai/m",
    reportedModel: "m-2026",
    endpoint: null,
    params: "{}",
    adapter: "chat",
    optimizer: null,
  },
  shown: { gepa: "0.1.4", litellm: "1.1", python: "3.11", host: "h" },
};
const withRuler = (ruler: Partial<Fingerprint["ruler"]>): Fingerprint => ({
  ...print,
  ruler: { ...print.ruler, ...ruler },
});

describe("compareFingerprints", () => {
  it("compares two equal rulers", () => {
    const found = compareFingerprints(print, { ...print });

    expect(found).toMatchObject({ comparable: true, because: null });
    expect(found.components.filter(({ part }) => part === "ruler").map(({ status }) => status)).toEqual(
      Array(7).fill("equal"),
    );
  });

  it.each<[string, Partial<Fingerprint["ruler"]>, string]>([
    ["another metric", { metricSource: "m2" }, "the metric is not the same"],
    ["other examples", { dataset: "d2" }, "the content of the split is not the same"],
    ["an unknown DSPy", { dspy: null }, "the DSPy version is not known"],
    [
      "two differences",
      { metricSource: "m2", repetitions: "3" },
      "the metric and the number of repetitions are not the same",
    ],
    [
      "three and an unknown",
      { dataset: "d2", splitDefinition: "s2", evalContract: "2", failurePolicy: null },
      "the content of the split, the split definition and the way of evaluating are not the same; the failure policy is not known",
    ],
  ])("refuses %s and names it", (_what, ruler, because) => {
    expect(compareFingerprints(print, withRuler(ruler))).toMatchObject({ comparable: false, because });
    expect(compareFingerprints(withRuler(ruler), print)).toMatchObject({ comparable: false, because });
  });

  it("does not take two unknowns for equal", () => {
    const unknown = withRuler({ metricSource: null });

    expect(compareFingerprints(unknown, unknown).comparable).toBe(false);
  });

  it("lets subject and shown parts differ, and says where", () => {
    const other = { ...print, subject: { ...print.subject, model: "openai/n" }, shown: { ...print.shown, host: null } };

    const { comparable, components } = compareFingerprints(print, other);

    expect(comparable).toBe(true);
    expect(components.filter(({ status, part }) => status !== "equal" && part !== "ruler")).toEqual([
      { name: "model", words: "the model", part: "subject", status: "differs", a: "openai/m", b: "openai/n" },
      { name: "endpoint", words: "the endpoint", part: "subject", status: "unknown", a: null, b: null },
      {
        name: "optimizer",
        words: "the optimizer's configuration",
        part: "subject",
        status: "unknown",
        a: null,
        b: null,
      },
      { name: "host", words: "the host", part: "shown", status: "unknown", a: "h", b: null },
    ]);
  });

  it("counts a component that one side does not have at all as unknown", () => {
    const { dspy: _, ...older } = print.ruler;

    const found = compareFingerprints({ ...print, ruler: older as Fingerprint["ruler"] }, print);

    expect(found).toMatchObject({ comparable: false, because: "the DSPy version is not known" });
  });
});
