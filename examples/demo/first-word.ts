import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { fillVariables } from "../../models/helix-yaml.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import type { RealModel } from "./real-model.ts";

/** Asks the model for one token, before the story asks it for many: null when it answers, else what is in the way, in words. */
export async function firstWord(real: RealModel, env: NodeJS.ProcessEnv): Promise<string | null> {
  const filled = real.base === undefined ? null : fillVariables(real.base, env);
  const spec = { model: real.lm, api_base: filled?.ok ? filled.value : null, api_key_env: real.key };
  const child = execa(join(projectRoot, ".venv/bin/python"), ["-m", "helix_dspy.try_model"], {
    extendEnv: false,
    env: {
      PATH: env.PATH ?? "/usr/bin:/bin",
      PYTHONPATH: join(projectRoot, "jobs/dspy"),
      PYTHONDONTWRITEBYTECODE: "1",
      ...(real.key !== null && { [real.key]: env[real.key] }),
    },
    stdio: ["pipe", "ignore", "ignore", "pipe"],
    input: JSON.stringify([spec]),
    reject: false,
    timeout: 90_000,
  });
  const [said] = await Promise.all([text(child.stdio[3] as Readable), child]);
  const [answer] = said ? (JSON.parse(said) as { ok: boolean; why: string | null }[]) : [];
  return answer?.ok ? null : problemWith(real, answer?.why ?? "nothing came back");
}

/** `why` begins with LiteLLM's name for the trouble. */
function problemWith({ lm, key }: RealModel, why: string): string {
  const [, kind, detail] = /^(\w+): (.*)$/s.exec(why) ?? [undefined, "", why];
  const said = detail.replace(/[.\s]+$/, "");
  switch (kind) {
    case "AuthenticationError":
      return key === null ? `${lm} wants a key (“${said}”)` : `${lm} does not take the key in ${key} (“${said}”)`;
    case "NotFoundError":
      return `there is no ${lm} for this key (“${said}”)`;
    case "RateLimitError":
      return `${lm} answers no more for now (“${said}”)`;
    default:
      return `${lm} does not answer (“${said}”)`;
  }
}
