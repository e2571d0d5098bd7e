import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { z } from "zod";
import type { Gain } from "../../models/claim.ts";
import type { Program } from "../../models/program.ts";
import type { Release } from "../../models/release.ts";
import type { Attempt } from "../attempt.ts";
import { pythonEnv } from "../python-env.ts";
import { materialise } from "../snapshots.ts";
import { keysFor, lmSpec } from "../specs.ts";

const Report = z.object({
  ok: z.boolean(),
  digest: z.string().nullable(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().nullable().optional() })),
  /** Tokens of each answer of the live call. */
  usage: z.array(z.object({ input: z.number().nullable(), output: z.number().nullable() })).default([]),
});
export type CanaryReport = z.infer<typeof Report>;

const canaryMs = 120_000;

/** Loads an artifact in a clean process as production would: prompts byte for byte, recorded answers replayed, one live call. */
export async function canary(
  attempt: Attempt,
  program: Program,
  release: Release,
  directory: string,
  folder: string,
): Promise<CanaryReport> {
  const { deps } = attempt;
  lmSpec(release.lm, deps.env);
  const root = await materialise(release.snapshot, deps.home);
  const cwd = join(deps.home, "work", `${attempt.fence}-canary`);
  await mkdir(cwd, { recursive: true });
  const args = [
    "-m",
    "helix_loader",
    "check",
    "--directory",
    directory,
    "--name",
    program.name,
    "--artifact",
    folder,
    "--root",
    root,
    "--live",
    // It ends with this worker, however that ends: stdin is a pipe that only closes then.
    "--with-parent",
  ];
  const result = await execa(program.config.python ?? deps.python, args, {
    cwd,
    extendEnv: false,
    env: {
      ...pythonEnv(deps.packages),
      HOME: cwd,
      ...variablesOf(release, deps.env),
      ...keysFor([release.lm], deps.env),
    },
    stdin: "pipe",
    reject: false,
    timeout: canaryMs,
    cancelSignal: attempt.signal,
    forceKillAfterDelay: 2_000,
  });
  const line = result.stdout.trim().split("\n").at(-1) ?? "";
  const parsed = Report.safeParse(safeJson(line));
  if (parsed.success) return parsed.data;
  const detail = result.stderr.trim().split("\n").at(-1) || `the process left with exit code ${result.exitCode}`;
  return { ok: false, digest: null, checks: [{ name: "loads", ok: false, detail }], usage: [] };
}

/** What the live call cost at the release's price; unknown where the model did not say what it used. */
export function livePaid({ usage }: Pick<CanaryReport, "usage">, { price }: Release["lm"]): Gain {
  const lmCalls = Math.max(1, usage.length);
  const dollars = usage.map(({ input, output }) =>
    input === null || output === null ? null : (input * price.input + output * price.output) / 1e6,
  );
  const known = dollars.filter((usd) => usd !== null);
  const isKnown = known.length === lmCalls;
  return { lmCalls, usd: known.reduce((sum, usd) => sum + usd, 0), ...(!isKnown && { unknownCost: true }) };
}

/** The variables an endpoint such as `${LM}/v1` needs. */
function variablesOf({ lm }: Release, env: NodeJS.ProcessEnv): Record<string, string> {
  const names = [...(lm.endpoint ?? "").matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return Object.fromEntries(names.map((name) => [name, env[name] ?? ""]));
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
