import { Redis } from "ioredis";
import { expect, it, onTestFinished } from "vitest";
import { missingStore } from "../../src/connections.ts";
import { useDatabase } from "../support/database.ts";
import { testRedisUrl } from "../support/stores.ts";

useDatabase();

it("names no store when both answer", async () => {
  const redis = new Redis(testRedisUrl());
  onTestFinished(() => redis.disconnect());

  expect(await missingStore(redis)).toBeNull();
});

it("names the first store that does not answer, and no refusal is left for the process to fall over", async () => {
  const refused: unknown[] = [];
  const note = (error: unknown) => void refused.push(error);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  const dead = { ping: () => Promise.reject(new Error("Connection is closed.")) } as unknown as Redis;
  const { default: mongoose } = await import("mongoose");
  const ping = mongoose.connection.db?.command;
  if (!mongoose.connection.db || !ping) throw new Error("no database");
  mongoose.connection.db.command = () => Promise.reject(new Error("no"));
  try {
    expect(await missingStore(dead)).toBe("MongoDB does not answer");
  } finally {
    mongoose.connection.db.command = ping;
  }
  expect(await missingStore(dead)).toBe("Redis does not answer");
  await new Promise((done) => setImmediate(done));
  expect(refused).toEqual([]);
});
