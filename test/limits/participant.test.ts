import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { ModelLimits } from "../../jobs/limits/model-limits.ts";
import { Participant } from "../../jobs/limits/participant.ts";
import type { RunnerEventOf, ShareLine } from "../../models/contract.ts";
import { type Limits, noLimits } from "../../models/limits/limits.ts";
import { until } from "../support/helix/until.ts";
import { testRedisUrl } from "../support/stores.ts";

const redis = new Redis(testRedisUrl());
afterAll(() => redis.disconnect());

const timing = { leaseMs: 3_000, beatMs: 20 };

/** A participant whose runner is played: it acts by a line only when the test says so. */
function aRunner(limits: ModelLimits, id: string, stated: Limits = { ...noLimits, concurrency: 4 }) {
  const lines: ShareLine[] = [];
  const send = (line: ShareLine) => void lines.push(line);
  const participant = new Participant({
    limits,
    key: "m",
    id,
    alias: "quick",
    stated,
    send,
    onChange: () => undefined,
  });
  onTestFinished(() => participant.close());
  const says = (event: Partial<RunnerEventOf<"limiter">>) =>
    participant.take({
      v: 1,
      seq: 0,
      ts: 0,
      type: "limiter",
      key: "m",
      line: 0,
      using: 0,
      wanted: 4,
      why: null,
      ...event,
    });
  const share = (concurrency: number) =>
    until(`${id} is sent ${concurrency}`, () => lines.at(-1)?.concurrency === concurrency && lines.at(-1), 5_000);
  return { participant, lines, says, share };
}

const aModel = () => new ModelLimits(redis, `test-${randomUUID()}`, timing);

it("a share that was sent counts as used until the runner acts by a later one, whatever it said before", async () => {
  const limits = aModel();
  const first = aRunner(limits, "first");
  const whole = await first.share(4);
  first.says({ line: whole.line, using: 4 });
  const second = aRunner(limits, "second");
  second.says({});

  const half = await first.share(2);
  // It acts by an old line still: what it was told since says nothing about what it uses.
  first.says({ line: whole.line, using: 1 });
  const beats = first.lines.length;
  await until("some heartbeats", () => first.lines.length > beats + 5);
  const before = second.lines.at(-1)?.concurrency;
  first.says({ line: half.line, using: 3 });
  await second.share(1);
  first.says({ line: first.lines.at(-1)?.line ?? 0, using: 2 });
  await second.share(2);

  expect(before).toBe(0);
});

it("a pause is sent to everybody, also to whom no limits are stated", async () => {
  const limits = aModel();
  const [limited, free] = [aRunner(limits, "limited"), aRunner(limits, "free", noLimits)];
  limited.says({});

  limited.participant.throttled(30);
  limited.says({ why: "asked" });

  await until("both are held", () => [limited, free].every(({ lines }) => (lines.at(-1)?.held_ms ?? 0) > 25_000));
  expect(free.lines.at(-1)).toMatchObject({ concurrency: null, requests: null, tokens: null });
  expect(limited.participant.held()).toMatchObject({ alias: "quick", by: "asked", share: 30 });
});

it("without Redis no share is sent, and what holds the runner back is said; a newcomer waits for the others", async () => {
  const lost = new Redis("redis://127.0.0.1:1", {
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    lazyConnect: true,
  });
  lost.on("error", () => undefined);
  const alone = aRunner(new ModelLimits(lost, "nowhere", timing), "alone");
  alone.says({ why: "no share" });
  await until("it is known to be lost", () => alone.participant.held()?.by === "no share");
  const newcomer = aRunner(aModel(), "newcomer");
  newcomer.says({ why: "no share" });

  expect(alone.lines).toEqual([]);
  expect(newcomer.participant.held()).toMatchObject({ by: "concurrency", share: 0 });
});
