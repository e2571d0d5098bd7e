import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { EvaluationRows } from "../../models/evaluation.ts";
import type { Run } from "../../models/run.ts";
import { until } from "../support/helix/until.ts";
import { testRedisUrl } from "../support/stores.ts";
import { anna, messageKeys, useFreshHelix } from "./support.ts";

/** A database of this file alone on the Redis of the test run. */
const redisUrl = new URL("/11", testRedisUrl()).href;
const helix = useFreshHelix({ latency: 6, redisUrl, env: { HELIX_THREADS: "4", HELIX_CONCURRENCY: "1" } });

it("Redis loses everything while one run is at work and three wait: all of them finish, and nothing is done twice", async () => {
  const { set, first } = helix;
  await Promise.all([set.startBot(), set.startWorker()]);
  await until("first results", () => EvaluationRows.exists({ status: "ok" }));
  const waiting: Run[] = [];
  for (let n = 0; n < 3; n++) waiting.push(await anna(set, "/helix eval ticket-urgency"));

  const redis = new Redis(redisUrl);
  expect(await redis.dbsize()).toBeGreaterThan(0);
  await redis.flushdb();
  redis.disconnect();
  const ended = await Promise.all([first, ...waiting.map(({ _id }) => _id)].map((id) => set.ended(id, 30_000)));

  for (const run of ended) expect(run).toMatchObject({ status: "done", problem: null, steps: [{ epoch: 1 }] });
  expect(await set.lm.calls()).toBe(15);
  const keys = await messageKeys(set);
  expect(keys).toEqual([...new Set(keys)]);
}, 60_000);
