import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import mongoose from "mongoose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { projectRoot } from "../../src/setup/binaries.ts";
import { startStores } from "../../src/setup/stores.ts";
import { isAlive } from "../support/processes.ts";

let dir: string;
let parent: ChildProcess | undefined;
let started: number[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "helix-stores-"));
});
afterEach(async () => {
  parent?.kill("SIGKILL");
  await expect.poll(() => started.some(isAlive), { timeout: 10_000 }).toBe(false);
  await rm(dir, { recursive: true, force: true });
});

type Started = { mongoUrl: string; redisUrl: string; pids: number[] };

/** A process of its own that starts stores, says where they are and then waits to be told `stop`. */
async function startParent(): Promise<Started> {
  const program = `
    import { startStores } from "./src/setup/stores.ts";
    const stores = await startStores({ dir: process.argv[1], redisAof: true });
    process.stdout.write(JSON.stringify(stores));
    process.on("SIGINT", () => process.exit(130));
    process.stdin.on("data", () => stores.stop().then(() => process.exit(0)));`;
  parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program, dir], {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [said] = await once(parent.stdout as NodeJS.ReadableStream, "data");
  const stores = JSON.parse(`${said}`) as Started;
  started = stores.pids;
  return stores;
}

describe("stores", () => {
  it("answer as soon as they are said to be ready, and redis keeps what it is given", async () => {
    const { mongoUrl, redisUrl, pids } = await startParent();

    const redis = new Redis(redisUrl);
    const client = new mongoose.mongo.MongoClient(mongoUrl);
    const policy = await redis.config("GET", "maxmemory-policy");
    const aof = await redis.config("GET", "appendonly");
    const { ok } = await client.db("any").command({ ping: 1 });
    redis.disconnect();
    await client.close();

    expect({ ok, policy, aof, alive: pids.map(isAlive) }).toEqual({
      ok: 1,
      policy: ["maxmemory-policy", "noeviction"],
      aof: ["appendonly", "yes"],
      alive: [true, true],
    });
  });

  it.each([
    ["it is killed with kill -9", () => parent?.kill("SIGKILL")],
    ["Ctrl-C ends it", () => parent?.kill("SIGINT")],
    ["it stops them", () => parent?.stdin?.write("stop\n")],
  ])("end with the process that started them when %s", async (_how, end) => {
    const { pids } = await startParent();

    end();

    await expect.poll(() => pids.map(isAlive), { timeout: 10_000 }).toEqual([false, false]);
  });

  it("that cannot start say what the server said, and the other one is stopped again", async () => {
    const { pids } = await startParent();
    await rm(join(dir, "redis-server"), { recursive: true });

    await expect(startStores({ dir })).rejects.toThrow(/mongod did not start: .*lock/s);

    const left = await readFile(join(dir, "redis-server.log"), "utf8");
    expect(left.trim().split("\n").at(-1)).toMatch(/Redis is now ready to exit, bye bye/);
    expect(pids.map(isAlive)).toEqual([true, true]);
  });
});
