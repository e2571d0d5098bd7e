import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { launcher, projectRoot } from "../../src/setup/binaries.ts";

/** What the server saw since it was last asked: number of calls, when the first came (ms), a digest over all request bodies. */
export interface Seen {
  calls: number;
  first: number;
  digest: string;
}

export interface BenchLm {
  /** For an OpenAI client: without `/v1`. */
  url: string;
  seen(): Promise<Seen>;
  stop(): Promise<void>;
}

/** Starts the bench's language model in a process of its own, so that it takes no time from whom it serves. */
export async function startBenchLm(latencyMs: number): Promise<BenchLm> {
  const server = fileURLToPath(new URL("./server.ts", import.meta.url));
  const child = spawn(process.execPath, [launcher, server, "--latency", `${latencyMs}`], {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    seen: async () => (await (await fetch(`${url}/stats`)).json()) as Seen,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
