import type { Logger } from "pino";
import { openAuditLog } from "../jobs/audit-anchor.ts";
import type { Deps } from "../jobs/deps.ts";
import { Trouble } from "../jobs/trouble.ts";
import { fillVariables } from "../models/helix-yaml.ts";
import type { Config } from "./config.ts";

/** Helix's own secrets: a helix.yaml that names one would hand it to a program or a model's endpoint. */
const own = ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "MONGODB_URI", "REDIS_URL"];

/** The variables a program's helix.yaml may name. */
export const forPrograms = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !own.includes(name)));

/** What jobs need, made from the configuration. */
export function makeDeps(config: Config, team: string, log: Logger): Deps {
  const { home, python, packages, threads, owner, leaseMs, anchor } = config;
  return {
    team,
    home,
    python,
    packages,
    threads,
    owner,
    leaseMs,
    log,
    env: forPrograms(process.env),
    audit: openAuditLog(anchor),
    now: () => new Date(),
    openTraces: async (traces, env) => {
      const address = fillVariables(traces.base_url, env);
      const missing = [
        ...(address.ok ? [] : address.missing),
        ...[traces.public_key, traces.secret_key].filter((name) => !env[name]),
      ];
      if (!address.ok || missing.length > 0)
        throw new Trouble(
          "Traces could not be read",
          `this worker does not have ${missing.join(", ")}`,
          "set it in the worker's environment",
        );
      // Only a worker that reads traces needs their client.
      const { openTraceSource } = await import("../jobs/langfuse.ts");
      return openTraceSource({
        baseUrl: address.value,
        publicKey: env[traces.public_key] ?? "",
        secretKey: env[traces.secret_key] ?? "",
        filter: traces.filter,
      });
    },
  };
}
