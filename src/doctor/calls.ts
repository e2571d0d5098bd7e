import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { keysFor, lmSpec, releaseLm } from "../../jobs/specs.ts";
import { inWords } from "../../jobs/trouble.ts";
import type { Program } from "../../models/program.ts";
import { fine, type Line, wrong } from "./line.ts";

interface Runner {
  python: string;
  packages: string;
}

/** One call of one token per model of the program, as its runs would make it; only when it was asked for, as it may cost. */
export async function callLines(program: Program, env: NodeJS.ProcessEnv, runner: Runner): Promise<Line[]> {
  const aliases = Object.keys(program.config.models);
  return Promise.all(
    aliases.map((alias) =>
      callLine(program, alias, env, runner).catch((error) =>
        wrong(`${program.name}: ${alias} was not called: ${inWords(error).why}`, inWords(error).next),
      ),
    ),
  );
}

async function callLine(
  { name, config }: Program,
  alias: string,
  env: NodeJS.ProcessEnv,
  { python, packages }: Runner,
) {
  const lm = releaseLm(config, alias);
  const child = execa(config.python ?? python, ["-m", "helix_dspy.try_model"], {
    extendEnv: false,
    env: {
      PATH: env.PATH ?? "/usr/bin:/bin",
      PYTHONPATH: packages,
      PYTHONDONTWRITEBYTECODE: "1",
      ...keysFor([lm], env),
    },
    stdio: ["pipe", "ignore", "pipe", "pipe"],
    input: JSON.stringify(lmSpec(lm, env)),
    reject: false,
    timeout: 30_000,
  });
  const [said, result] = await Promise.all([text(child.stdio[3] as Readable), child]);
  const { ok, why } = said
    ? (JSON.parse(said) as { ok: boolean; why: string })
    : { ok: false, why: lastOf(result.stderr) };
  return ok
    ? fine(`${name}: ${alias} (${lm.model}) answers`)
    : wrong(
        `${name}: ${alias} (${lm.model}) does not answer: ${why}`,
        "check its key, `lm` and `api_base` in helix.yaml",
      );
}

const lastOf = (stderr: unknown): string =>
  String(stderr ?? "")
    .trim()
    .split("\n")
    .at(-1) ?? "";
