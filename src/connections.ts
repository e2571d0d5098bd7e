import { Redis } from "ioredis";
import mongoose from "mongoose";
import type { Config } from "./config.ts";

/** Stores that hang must not make Slack wait (reliability notes, "Fail-fast options"). */
const mongoOptions = {
  autoCreate: false,
  autoIndex: false,
  bufferCommands: false,
  serverSelectionTimeoutMS: 1_500,
  socketTimeoutMS: 10_000,
  writeConcern: { w: "majority" as const, journal: true },
};

/** Connects MongoDB, makes the collections that are missing, and builds the unique indexes everything relies on. */
export async function connectMongo(config: Pick<Config, "mongoUrl">): Promise<void> {
  await openMongo(config.mongoUrl);
  await Promise.all(
    Object.values(mongoose.models).map((model) => model.createCollection().then(() => model.createIndexes())),
  );
}

/** Connects MongoDB and changes nothing there. */
export async function openMongo(url: string): Promise<void> {
  await mongoose.connect(url, mongoOptions).catch((error: unknown) => {
    const unreadable = unreadableMongoUrl(error);
    throw unreadable === null ? error : new Error(`MONGODB_URI ${unreadable}`);
  });
}

/** Words for an address the driver cannot read: its own hold a part of it, which may be a part of the password. */
export const unreadableMongoUrl = (error: unknown): string | null =>
  error instanceof Error && ["MongoParseError", "MongoRuntimeError", "MongoAPIError"].includes(error.name)
    ? "cannot be read: is the password percent-encoded, and the port a number?"
    : null;

/** Adding a job fails fast; a worker's own connection waits for ever, as BullMQ needs it. */
export function connectRedis(config: Pick<Config, "redisUrl">, kind: "queue" | "worker"): Redis {
  const patient = { maxRetriesPerRequest: null };
  const impatient = { enableOfflineQueue: true, maxRetriesPerRequest: 1, commandTimeout: 1_500 };
  const redis = new Redis(config.redisUrl, kind === "worker" ? patient : impatient);
  // Without a listener ioredis writes to the console; BullMQ reports what matters.
  redis.on("error", () => undefined);
  return redis;
}

/** What a Redis lacks to be trusted with jobs, in words. */
export async function redisProblems(redis: Redis): Promise<string[]> {
  const policy = ((await redis.config("GET", "maxmemory-policy")) as string[])[1];
  return policy === "noeviction"
    ? []
    : [
        `Redis evicts keys when it is full (maxmemory-policy is ${policy}): set it to noeviction, or queued work is lost`,
      ];
}

/** Which store does not answer, or null when both do. */
export async function missingStore(redis: Redis): Promise<string | null> {
  const asked = {
    MongoDB: mongoose.connection.db?.command({ ping: 1 }) ?? Promise.reject(new Error("not connected")),
    Redis: redis.ping(),
  };
  // Each answer is taken before the first is waited for: a refusal nobody takes ends the process.
  const answers = Object.entries(asked).map(([name, ping]) => ({ name, answered: withinTwoSeconds(ping) }));
  for (const { name, answered } of answers) if (!(await answered)) return `${name} does not answer`;
  return null;
}

const withinTwoSeconds = (ping: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    ping.then(
      () => true,
      () => false,
    ),
    new Promise<boolean>((done) => setTimeout(() => done(false), 2_000).unref()),
  ]);
