import { z } from "zod";
import { unknownKeys } from "./did-you-mean.ts";
import { Duration } from "./policy/duration.ts";
import { Recompile } from "./policy/recompile.ts";

const YesOrNo = z.boolean("true or false");
const Count = z.int("a whole number from 1").min(1, "a whole number from 1");
const Ratio = z.number("a ratio above 0, such as 1.25").positive("a ratio above 0, such as 1.25");
const Margin = z.number("a score from 0 up to 1").min(0, "a score from 0 up to 1").lt(1, "a score from 0 up to 1");
const Batch = z.strictObject(
  { labels: Count.default(20), quiet: Duration.default(30 * 60_000) },
  "a number of labels and a time of quiet, such as { labels: 20, quiet: 30 min }",
);

/** Every key a team can write under `policy`, with what it may hold. */
const keys = {
  "promotion.quorum": Count.default(1),
  "promotion.self_approval": YesOrNo.default(false),
  "promotion.expires": Duration.default(72 * 3_600_000),
  "promotion.margin": Margin.default(0),
  "promotion.p95_ratio": Ratio.default(1.25),
  "promotion.cost_ratio": Ratio.default(1.5),
  "truth.self_approval": YesOrNo.default(true),
  "truth.expires": Duration.default(14 * 86_400_000),
  "truth.batch": Batch.prefault({}),
  failure_score: z.number("a number, what a failed prediction scores").default(0),
  repetitions: Count.default(1),
  recompile: Recompile.default({ when: "never" }),
  "rollback.one_person": YesOrNo.default(true),
};

const Written = z.strictObject(keys, {
  error: (issue) =>
    issue.code === "unrecognized_keys"
      ? unknownKeys(issue.keys as string[], Object.keys(keys))
      : "a mapping of policy keys",
});

/** The team's policy: written with dotted keys (or nested), filled with defaults, read as nested values. */
export const Policy = z.preprocess(withDottedKeys, Written).transform((written) => ({
  promotion: {
    quorum: written["promotion.quorum"],
    selfApproval: written["promotion.self_approval"],
    expiresMs: written["promotion.expires"],
    margin: written["promotion.margin"],
    p95Ratio: written["promotion.p95_ratio"],
    costRatio: written["promotion.cost_ratio"],
  },
  truth: {
    selfApproval: written["truth.self_approval"],
    expiresMs: written["truth.expires"],
    batch: { labels: written["truth.batch"].labels, quietMs: written["truth.batch"].quiet },
  },
  failureScore: written.failure_score,
  repetitions: written.repetitions,
  recompile: written.recompile,
  rollback: { onePerson: written["rollback.one_person"] },
}));
export type Policy = z.infer<typeof Policy>;

/** `{ promotion: { quorum: 2 } }` means `{ "promotion.quorum": 2 }`. */
function withDottedKeys(written: unknown): unknown {
  if (written === null || written === undefined) return {};
  if (!isMapping(written)) return written;
  const groups = new Set(Object.keys(keys).flatMap((key) => (key.includes(".") ? [key.split(".")[0]] : [])));
  const flat = Object.entries(written).flatMap(([key, value]) =>
    groups.has(key) && isMapping(value)
      ? Object.entries(value).map(([inner, innerValue]) => [`${key}.${inner}`, innerValue])
      : [[key, value]],
  );
  return Object.fromEntries(flat);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
