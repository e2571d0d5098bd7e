import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { pythonEnv } from "../../jobs/python-env.ts";
import { keysFor, lmSpec, releaseLm } from "../../jobs/specs.ts";
import { inWords } from "../../jobs/trouble.ts";
import type { LmSpec } from "../../models/contract.ts";
import type { Program } from "../../models/program.ts";
import type { ReleaseLm } from "../../models/release.ts";
import { fine, type Line, wrong } from "./line.ts";

interface Runner {
  python: string;
  packages: string;
}

type Answer = { ok: boolean; why: string | null };

/** One call of one token per model of the program, with its own interpreter; only when it was asked for, as it may cost. */
export async function callLines({ name, config }: Program, env: NodeJS.ProcessEnv, runner: Runner): Promise<Line[]> {
  const lines: Line[] = [];
  const callable: { lm: ReleaseLm; spec: LmSpec }[] = [];
  for (const lm of Object.keys(config.models).map((alias) => releaseLm(config, alias)))
    try {
      callable.push({ lm, spec: lmSpec(lm, env) });
    } catch (error) {
      lines.push(wrong(`${name}: ${lm.alias} was not called: ${inWords(error).why}`, inWords(error).next));
    }
  const answers = await called(callable, env, { ...runner, python: config.python ?? runner.python });
  return [...lines, ...callable.map(({ lm }, n) => lineOf(`${name}: ${lm.alias} (${lm.model})`, answers[n]))];
}

const lineOf = (model: string, answer: Answer | undefined): Line =>
  answer?.ok
    ? fine(`${model} answers`)
    : wrong(`${model} does not answer: ${answer?.why ?? "nothing came back"}`, "check its key, `lm` and `api_base`");

async function called(
  callable: { lm: ReleaseLm; spec: LmSpec }[],
  env: NodeJS.ProcessEnv,
  { python, packages }: Runner,
): Promise<Answer[]> {
  const keys = keysFor(
    callable.map(({ lm }) => lm),
    env,
  );
  const child = execa(python, ["-m", "helix_dspy.try_model"], {
    extendEnv: false,
    env: { ...pythonEnv(packages), ...keys },
    stdio: ["pipe", "ignore", "pipe", "pipe"],
    input: JSON.stringify(callable.map(({ spec }) => spec)),
    reject: false,
    timeout: 90_000,
  });
  const [said, result] = await Promise.all([text(child.stdio[3] as Readable), child]);
  if (said) return JSON.parse(said) as Answer[];
  const why =
    String(result.stderr ?? "")
      .trim()
      .split("\n")
      .at(-1) || "it did not say why";
  return callable.map(() => ({ ok: false, why }));
}
