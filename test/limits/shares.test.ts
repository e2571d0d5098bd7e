import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, expect, it } from "vitest";
import { type Ask, ModelLimits } from "../../jobs/limits/model-limits.ts";
import { type Limits, noLimits } from "../../models/limits/limits.ts";
import { until } from "../support/helix/until.ts";
import { testRedisUrl } from "../support/stores.ts";

const redis = new Redis(testRedisUrl());
afterAll(() => redis.disconnect());

const beatMs = 20;

/** A model of its own, where shares settle at once. */
const aModel = (leaseMs = 60_000) => {
  const limits = new ModelLimits(redis, `test-${randomUUID()}`, { leaseMs, beatMs });
  return { limits, settled: () => settle(limits) };
};

/** Whoever asks first makes the key; what it is not told yet it is told once the key has settled. */
async function settle(limits: ModelLimits): Promise<void> {
  const one = { ...wanting(1), limits: { ...noLimits, concurrency: 1_000 } };
  await until("the key has settled", async () => (await limits.ask("m", "first", one)).granted.concurrency);
  await limits.leave("m", "first");
}

const wanting = (wanted: number, more: Partial<Ask> = {}): Ask => ({
  wanted,
  acked: noLimits,
  limits: { ...noLimits, concurrency: 4 },
  ...more,
});
const using = (concurrency: number): Limits => ({ ...noLimits, concurrency });

/** Participants that acknowledge at once what they are given. */
class Everybody {
  readonly acked: Record<string, Limits> = {};
  private readonly limits: ModelLimits;
  constructor(limits: ModelLimits) {
    this.limits = limits;
  }
  async round(wants: Record<string, number>, allowed: Limits): Promise<void> {
    for (const [id, wanted] of Object.entries(wants)) {
      const ask = { wanted, acked: this.acked[id] ?? noLimits, limits: allowed };
      this.acked[id] = (await this.limits.ask("m", id, ask)).granted;
      expect(this.sum("concurrency")).toBeLessThanOrEqual(allowed.concurrency ?? Number.POSITIVE_INFINITY);
      expect(this.sum("requests")).toBeLessThanOrEqual((allowed.requests ?? Number.POSITIVE_INFINITY) + 1e-9);
    }
  }
  sum = (kind: keyof Limits) => Object.values(this.acked).reduce((sum, share) => sum + (share[kind] ?? 0), 0);
  of = (kind: keyof Limits) => Object.fromEntries(Object.entries(this.acked).map(([id, share]) => [id, share[kind]]));
}

it.each([
  ["alone, everything", { a: 1 }, { a: 8 }],
  ["two alike, half each", { a: 8, b: 8 }, { a: 4, b: 4 }],
  ["what one does not want, the others get", { a: 1, b: 8, c: 8 }, { a: 1, b: 4, c: 3 }],
  ["what nobody wants is spread", { a: 1, b: 1 }, { a: 4, b: 4 }],
  ["idle ones give theirs back", { a: 0, b: 8 }, { a: 0, b: 8 }],
  ["all idle: spread", { a: 0, b: 0 }, { a: 4, b: 4 }],
])("of eight calls at once: %s", async (_what, wants, shares) => {
  const { limits, settled } = aModel();
  await settled();
  const everybody = new Everybody(limits);

  for (let round = 0; round < 3; round++) await everybody.round(wants, { ...noLimits, concurrency: 8 });

  expect(everybody.of("concurrency")).toEqual(shares);
});

it("where there are more participants than calls, each has its turn, and never more than all of them", async () => {
  const { limits, settled } = aModel();
  await settled();
  const everybody = new Everybody(limits);
  const wants = { a: 4, b: 4, c: 4 };

  for (let round = 0; round < 3; round++) await everybody.round(wants, { concurrency: 2, requests: 60, tokens: 1_000 });

  expect(everybody.sum("concurrency")).toBe(2);
  expect(everybody.of("requests")).toEqual({ a: 20, b: 20, c: 20 });
  expect(everybody.sum("tokens")).toBe(1_000);
});

it("a newcomer gets nothing before another has acknowledged that it has less", async () => {
  const { limits, settled } = aModel();
  await settled();
  const first = await limits.ask("m", "a", wanting(4));
  const tooSoon = await limits.ask("m", "b", wanting(4));
  const told = await limits.ask("m", "a", wanting(4, { acked: using(4) }));
  const stillTooSoon = await limits.ask("m", "b", wanting(4));
  await limits.ask("m", "a", wanting(4, { acked: using(3) }));
  const some = await limits.ask("m", "b", wanting(4));
  await limits.ask("m", "a", wanting(4, { acked: using(2) }));
  const all = await limits.ask("m", "b", wanting(4, { acked: using(1) }));

  expect([first, tooSoon, told, stillTooSoon, some, all].map(({ granted }) => granted.concurrency)).toEqual([
    4, 0, 2, 0, 1, 2,
  ]);
  expect(all).toMatchObject({ sharers: 2, limits: { concurrency: 4 } });
});

it("a share whose participant is not heard of any more goes to the others, once its lease is over", async () => {
  const { limits, settled } = aModel(400);
  await settled();
  await limits.ask("m", "killed", wanting(4));
  const before = await limits.ask("m", "b", wanting(4));
  await until("the lease is over", async () => (await limits.ask("m", "b", wanting(4))).granted.concurrency === 4);

  expect(before.granted.concurrency).toBe(0);
});

it("after Redis lost everything nobody is given more than it held before all have been heard", async () => {
  const { limits, settled } = aModel();
  await settled();
  const [a, b] = [wanting(4, { acked: using(2) }), wanting(4, { acked: using(2) })];
  await limits.ask("m", "a", a);
  await limits.ask("m", "b", b);
  await redis.del(...(await redis.keys("*:limits:m:shares")));

  const first = await limits.ask("m", "a", a);

  expect(first.granted.concurrency).toBe(2);
});

it("the strictest helix.yaml holds for everybody, and a pause the provider asked for, the longest one", async () => {
  const { limits, settled } = aModel();
  await settled();
  await limits.ask("m", "a", wanting(1, { limits: { ...noLimits, concurrency: 9 } }));
  await limits.hold("m", 60_000);
  await limits.hold("m", 1_000);

  const asked = await limits.ask("m", "b", wanting(1, { limits: { ...noLimits, concurrency: 2 } }));

  expect(asked.limits.concurrency).toBe(2);
  expect(asked.held).toBeGreaterThan(50_000);
  expect(await limits.heldMs("m")).toBeGreaterThan(50_000);
});
