import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";
import mongoose from "mongoose";
import { type StoreName, storeOrigin, whatToInstall } from "./binaries.ts";
import { lastWords } from "./last-words.ts";
import { freePort, untilListening } from "./ports.ts";
import { startWatched, type Watched } from "./watched.ts";

export type Stores = { mongoUrl: string; redisUrl: string; pids: number[]; stop(): Promise<void> };
type Store = { url: string; process: Watched | null };
type Kind = {
  name: StoreName;
  args(dir: string, port: number): string[];
  url(port: number): string;
  /** The process id the server at `url` says it has: somebody else's server may sit on a port we lost. */
  askPid(url: string): Promise<number>;
};

const attempts = 5;

/**
 * MongoDB and Redis, each from its URL in the environment, PATH or the packaged wheels (in this order), with data and logs under `dir`.
 * Resolves when both answer. What was started here ends with `stop()` or with this process, whichever comes first.
 */
export async function startStores({ dir, redisAof = false }: { dir: string; redisAof?: boolean }): Promise<Stores> {
  const kinds = [mongo, redis(redisAof)];
  const settled = await Promise.allSettled(kinds.map((kind) => startStore(kind, dir)));
  const started = settled.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const stop = async () => {
    await Promise.all(started.map((store) => store.process?.stop()));
  };
  const [mongoStore, redisStore] = started;
  if (!mongoStore || !redisStore) {
    await stop();
    throw settled.find((result) => result.status === "rejected")?.reason;
  }
  const pids = started.flatMap((store) => (store.process ? [store.process.pid] : []));
  return { mongoUrl: mongoStore.url, redisUrl: redisStore.url, pids, stop };
}

async function startStore(kind: Kind, dir: string): Promise<Store> {
  const origin = storeOrigin(kind.name);
  if (!origin) throw new Error(whatToInstall);
  if ("url" in origin) return { url: origin.url, process: null };
  const data = join(dir, kind.name);
  await mkdir(data, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const store = await tryPort(kind, origin.binary, data);
    if (store) return store;
    const words = await lastWords(logOf(data));
    if (attempt === attempts || !/address already in use/i.test(words))
      throw new Error(`${kind.name} did not start: ${words}`);
  }
}

/** Null when the server ended before it answered: somebody else took the port, or it could not start at all. */
async function tryPort(kind: Kind, binary: string, data: string): Promise<Store | null> {
  const port = await freePort();
  const server = await startWatched(binary, kind.args(data, port), logOf(data));
  const url = kind.url(port);
  const answersAsOurs = untilListening(port).then(async () => (await kind.askPid(url)) === server.pid);
  if (await Promise.race([answersAsOurs, server.ended.then(() => false)])) return { url, process: server };
  await server.stop();
  return null;
}

const mongo: Kind = {
  name: "mongod",
  args: (dir, port) => [
    ...["--dbpath", dir, "--port", `${port}`, "--bind_ip", "127.0.0.1", "--nounixsocket"],
    ...["--wiredTigerCacheSizeGB", "0.25", "--setParameter", "diagnosticDataCollectionEnabled=false"],
  ],
  url: (port) => `mongodb://127.0.0.1:${port}/`,
  askPid: async (url) => {
    const client = new mongoose.mongo.MongoClient(url);
    try {
      return Number((await client.db("admin").command({ serverStatus: 1 })).pid);
    } finally {
      await client.close();
    }
  },
};

function redis(aof: boolean): Kind {
  const persistence = aof ? ["--appendonly", "yes", "--appendfsync", "everysec"] : ["--appendonly", "no"];
  return {
    name: "redis-server",
    args: (dir, port) => [
      ...["--port", `${port}`, "--bind", "127.0.0.1", "--dir", dir, "--save", ""],
      ...["--maxmemory-policy", "noeviction", ...persistence],
    ],
    url: (port) => `redis://127.0.0.1:${port}`,
    askPid: async (url) => {
      const client = new Redis(url, { retryStrategy: () => 25 });
      client.on("error", () => undefined);
      try {
        return Number(/process_id:(\d+)/.exec(await client.info("server"))?.[1]);
      } finally {
        client.disconnect();
      }
    },
  };
}

function logOf(data: string): string {
  return `${data}.log`;
}
