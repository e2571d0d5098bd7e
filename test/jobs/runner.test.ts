import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type RunnerEnd, runJob } from "../../jobs/runner.ts";
import type { JobSpec, RunnerEvent } from "../../models/contract.ts";
import { until } from "../support/helix/until.ts";
import { isAlive } from "../support/processes.ts";

/** Runs a shell script in the place of Python; `say` writes an event. */
async function run(
  script: string,
  {
    signal = new AbortController().signal,
    onEvent = async () => undefined,
  }: { signal?: AbortSignal; onEvent?: (event: RunnerEvent) => Promise<void> } = {},
): Promise<RunnerEnd> {
  const folder = await mkdtemp(join(tmpdir(), "helix-runner-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const python = join(folder, "python");
  await writeFile(
    python,
    `#!/bin/sh\nn=0\nsay() { printf '{"v":1,"seq":%s,"ts":1,%s}\\n' $n "$1" >&3; n=$((n+1)); }\n${script}\n`,
  );
  await chmod(python, 0o755);
  const spec = { work_dir: join(folder, "work") } as JobSpec;
  return runJob(spec, { python, packages: "/nowhere", env: { SIM_KEY: "s3cret-key" }, signal, onEvent });
}

const totals = '"totals":{"lm_calls":0,"cache_hits":0,"lm_errors":0,"prompt_tokens":0,"completion_tokens":0,"usd":0}';
const heartbeat = `say '"type":"heartbeat",${totals}'`;
const end = `say '"type":"job_end","status":"ok","reason":null,"message":null,"best":null,${totals}'`;

describe("how a runner ended is said in words", () => {
  it.each<[string, string, Partial<RunnerEnd>]>([
    ["well", end, { status: "ok" }],
    [
      "with an exit code and last words",
      "echo 'Killed by nobody' >&2; exit 7",
      { status: "lost", message: "the Python process left with exit code 7: Killed by nobody" },
    ],
    ["without its last line", heartbeat, { status: "lost", message: "the Python process left with exit code 0" }],
    ["by a signal", "kill -9 $$", { status: "lost", message: "the Python process was ended by SIGKILL" }],
  ])("%s", async (_how, script, expected) => {
    expect(await run(script)).toMatchObject(expected);
  });

  it.each([
    ["a line that is no event", "echo 'hello' >&3", /wrote a line that is not in the contract: hello/],
    ["an event nobody knows", `say '"type":"party"'`, /not in the contract/],
    ["an event that is missing", `${heartbeat}; n=5; ${heartbeat}`, /events have a gap: expected 1, got 5/],
  ])("%s ends it", async (_what, script, words) => {
    await expect(run(`${script}; sleep 60`)).rejects.toThrow(words);
  });

  it("an interpreter that is not there", async () => {
    const spec = { work_dir: "/nowhere" } as JobSpec;
    const options = {
      python: "/no/such/python",
      packages: "",
      env: {},
      signal: new AbortController().signal,
      onEvent: async () => undefined,
    };

    await expect(runJob(spec, options)).rejects.toThrow(/\/no\/such\/python/);
  });
});

it("gets no variables of Helix's own, only the keys it needs", async () => {
  process.env.SLACK_BOT_TOKEN_OF_A_TEST = "xoxb-1";
  onTestFinished(() => {
    delete process.env.SLACK_BOT_TOKEN_OF_A_TEST;
  });

  const { message } = await run("env | sort | cut -d= -f1 | tr '\\n' ' ' >&2; exit 1");

  expect(message).toContain("SIM_KEY");
  expect(message).not.toContain("SLACK");
});

it("is gone, with all it started, once it is told to stop", async () => {
  const stopping = new AbortController();
  let child = 0;
  const ended = run(`trap '' TERM; sleep 60 & say '"type":"cancelling","signal":"'$!'"'; wait; wait`, {
    signal: stopping.signal,
    onEvent: async (event) => {
      if (event.type === "cancelling") child = Number(event.signal);
      stopping.abort();
    },
  });

  expect(await ended).toMatchObject({ status: "lost" });
  expect(child).toBeGreaterThan(0);
  await until("the child is gone", () => !isAlive(child));
});

it("an error of whoever listens ends it and is handed on", async () => {
  const listening = run(`${heartbeat}; sleep 60`, { onEvent: () => Promise.reject(new Error("the claim is lost")) });

  await expect(listening).rejects.toThrow("the claim is lost");
});
