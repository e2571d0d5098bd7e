import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { launcher, projectRoot } from "../../src/setup/binaries.ts";

export interface SimulatedLm {
  /** As an OpenAI client wants it. */
  url: string;
  /** Calls since it was started. */
  calls(): Promise<number>;
  stop(): Promise<void>;
}

/** The simulated language model, in a process of its own. `latency` multiplies how long its models take. */
export async function startSimulated(latency: number): Promise<SimulatedLm> {
  const server = join(projectRoot, "examples", "simulated-lm", "index.ts");
  const args = [launcher, server, "--latency", `${latency}`, "--with-parent"];
  const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url, control } = JSON.parse(line) as { url: string; control: string };
  return {
    url,
    calls: async () => ((await (await fetch(`${control}/stats`)).json()) as { calls: number }).calls,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
