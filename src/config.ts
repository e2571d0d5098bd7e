import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { z } from "zod";
import { projectRoot } from "./setup/binaries.ts";

const required = (what: string, start?: string) => {
  const text = z.string(`is missing: ${what}`).min(1, `is missing: ${what}`);
  return start === undefined ? text : text.startsWith(start, `has to start with ${start}: ${what}`);
};
const number = (what: string, fallback: number, least = 1) =>
  z.coerce
    .number(`has to be a number: ${what}`)
    .int(`has to be a whole number: ${what}`)
    .min(least, `has to be at least ${least}: ${what}`)
    .default(fallback);
const address = (what: string, start: RegExp) => required(what).regex(start, `is not ${what}`);

const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;

/** Everything the environment says, with the words for what is wrong. */
const Environment = z
  .object({
    SLACK_BOT_TOKEN: required("the bot's token, from OAuth & Permissions", "xoxb-"),
    SLACK_SIGNING_SECRET: z.string().min(16, "is too short to be a signing secret").optional(),
    SLACK_APP_TOKEN: required("the app-level token, from Basic Information", "xapp-").optional(),
    SLACK_API_URL: z.url("has to be an http address").optional(),
    MONGODB_URI: address("a MongoDB address such as mongodb://127.0.0.1:27017/helix", /^mongodb(\+srv)?:\/\//),
    REDIS_URL: address("a Redis address such as redis://127.0.0.1:6379", /^rediss?:\/\//),
    HOST: z.string().default("127.0.0.1"),
    PORT: number("the port Slack's requests come to", 3000, 0),
    HELIX_HOME: z.string().default(resolve(projectRoot, ".helix")),
    HELIX_ANCHOR: z.string().optional(),
    HELIX_PYTHON: z.string().default(resolve(projectRoot, ".venv/bin/python")),
    HELIX_THREADS: number("program calls in flight of one runner", 16),
    HELIX_CONCURRENCY: number("steps at once of one worker", 2),
    HELIX_LEASE_MS: number("milliseconds without a heartbeat after which a step is taken over", 15_000, 1_000),
    HELIX_QUEUE: z
      .string()
      .regex(/^[\w-]+$/, "has to be letters, digits and hyphens")
      .default("helix"),
    HELIX_LOG_LEVEL: z.enum(logLevels, `has to be one of ${logLevels.join(", ")}`).default("info"),
    HELIX_PLAIN_BLOCKS: z.enum(["0", "1"], "has to be 1 (plain blocks everywhere) or 0").default("0"),
    HELIX_FAILPOINT: z.string().optional(),
    NODE_ENV: z.string().optional(),
  })
  .refine((env) => env.SLACK_SIGNING_SECRET !== undefined || env.SLACK_APP_TOKEN !== undefined, {
    path: ["SLACK_SIGNING_SECRET"],
    message:
      "is missing: the signing secret, from Basic Information (or SLACK_APP_TOKEN, an app-level token for Socket Mode)",
    when: () => true,
  })
  .refine((env) => !(env.HELIX_FAILPOINT && env.NODE_ENV === "production"), {
    path: ["HELIX_FAILPOINT"],
    message: "is for tests: production does not start with it",
  });

/** How Slack's requests reach Helix. */
export type Transport = { kind: "http"; signingSecret: string } | { kind: "socket"; appToken: string };

export interface Config {
  slack: { botToken: string; transport: Transport; apiUrl: string | null };
  mongoUrl: string;
  redisUrl: string;
  host: string;
  port: number;
  home: string;
  anchor: string;
  python: string;
  packages: string;
  threads: number;
  concurrency: number;
  leaseMs: number;
  queue: string;
  logLevel: z.infer<typeof Environment>["HELIX_LOG_LEVEL"];
  /** For a Slack that refuses or does not draw tables and charts. */
  plainBlocks: boolean;
  failpoint: string | null;
  owner: string;
}

/** Takes in `.env` of the working directory, where there is one; what the environment says already wins. */
export function loadDotEnv(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/** Reads the configuration. Every mistake is told at once, by the variable's name and never with its value. */
export function readConfig(env: NodeJS.ProcessEnv): { ok: true; config: Config } | { ok: false; problems: string[] } {
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== "")));
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`) };
  const given = parsed.data;
  return {
    ok: true,
    config: {
      slack: {
        botToken: given.SLACK_BOT_TOKEN,
        transport: given.SLACK_APP_TOKEN
          ? { kind: "socket", appToken: given.SLACK_APP_TOKEN }
          : { kind: "http", signingSecret: given.SLACK_SIGNING_SECRET ?? "" },
        apiUrl: given.SLACK_API_URL ?? null,
      },
      mongoUrl: given.MONGODB_URI,
      redisUrl: given.REDIS_URL,
      host: given.HOST,
      port: given.PORT,
      home: given.HELIX_HOME,
      anchor: given.HELIX_ANCHOR ?? resolve(given.HELIX_HOME, "audit.anchor"),
      python: given.HELIX_PYTHON,
      packages: resolve(projectRoot, "jobs/dspy"),
      threads: given.HELIX_THREADS,
      concurrency: given.HELIX_CONCURRENCY,
      leaseMs: given.HELIX_LEASE_MS,
      queue: given.HELIX_QUEUE,
      logLevel: given.HELIX_LOG_LEVEL,
      plainBlocks: given.HELIX_PLAIN_BLOCKS === "1",
      failpoint: given.HELIX_FAILPOINT ?? null,
      owner: `${hostname()}-${process.pid}`,
    },
  };
}
