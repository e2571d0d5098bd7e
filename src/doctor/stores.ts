import mongoose from "mongoose";
import { connectRedis, openMongo } from "../connections.ts";
import { mongoProblem, redisProblem } from "../reach.ts";
import { fine, type Line, note, problemLine, wrong } from "./line.ts";

/** MongoDB: the connection stays open for what is looked at next. */
export async function mongoLines(url: string): Promise<Line[]> {
  const problem = await mongoProblem(url);
  if (problem) return [problemLine(problem)];
  await openMongo(url);
  const { db } = mongoose.connection;
  if (!db) return [wrong("MongoDB does not answer", "start it")];
  const { version } = await db.admin().serverInfo();
  return [versionLine("MongoDB", version, [5, 0]), await indexLine(), journalLine(await optionsOf(db))];
}

/** Whether this is a version that Helix's queries and BullMQ's scripts run on. */
function versionLine(name: string, version: string, [major, minor]: [number, number]): Line {
  const [has = 0, least = 0] = version.split(".").map(Number);
  return has > major || (has === major && least >= minor)
    ? fine(`${name} ${version} answers`)
    : wrong(`${name} ${version} is too old`, `bring it to ${major}.${minor} or newer`);
}

async function indexLine(): Promise<Line> {
  // The models, and so the indexes, are those of what these two load.
  await Promise.all([import("../roles/bot.ts"), import("../roles/worker.ts")]);
  const missing = await Promise.all(
    Object.values(mongoose.models).map(async (model) => {
      const there = await model.listIndexes().catch(() => []);
      const keys = there.map(({ key }) => JSON.stringify(key));
      return model.schema.indexes().filter(([key]) => !keys.includes(JSON.stringify(key))).length;
    }),
  );
  const count = missing.reduce((sum, each) => sum + each, 0);
  return count === 0
    ? fine("MongoDB has all of Helix's indexes")
    : note(`MongoDB lacks ${count} of Helix's indexes`, "nothing: Helix builds them when it starts");
}

/** How the server was started; null where this user may not ask. */
async function optionsOf(db: mongoose.mongo.Db): Promise<{ storage?: { journal?: { enabled?: boolean } } } | null> {
  return db
    .admin()
    .command({ getCmdLineOpts: 1 })
    .then(({ parsed }) => parsed ?? {})
    .catch(() => null);
}

function journalLine(options: Awaited<ReturnType<typeof optionsOf>>): Line {
  if (options === null)
    return note(
      "MongoDB does not let this user see whether it journals",
      "see that it was not started with --nojournal",
    );
  return options.storage?.journal?.enabled === false
    ? wrong(
        "MongoDB runs without its journal",
        "start it with the journal: what people decided must survive a power cut",
      )
    : fine("MongoDB journals what Helix writes");
}

export async function redisLines(url: string): Promise<Line[]> {
  const problem = await redisProblem(url);
  if (problem && !/evicts/.test(problem)) return [problemLine(problem)];
  const redis = connectRedis({ redisUrl: url }, "queue");
  try {
    const info = await redis.info();
    const field = (name: string) => new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1];
    const keeps = field("aof_enabled") === "1";
    return [
      versionLine("Redis", field("redis_version") ?? "0", [6, 2]),
      problem ? problemLine(problem) : fine("Redis evicts nothing (noeviction)"),
      keeps
        ? fine("Redis keeps what it holds (AOF is on)")
        : note(
            "Redis forgets what it holds when it stops (AOF is off)",
            "set appendonly yes: without it, a restart costs time, never work",
          ),
    ];
  } finally {
    redis.disconnect();
  }
}
