import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Workspace } from "../../examples/workspace/people.ts";
import { defaultBotToken, defaultSigningSecret } from "../../examples/workspace/seed.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { type HelixProcess, startProcess } from "../../test/support/helix/process.ts";
import { withStores } from "../stores.ts";

/** Helix as it runs in production, every process its own, in front of a Slack workspace. */
export interface SurfaceSet {
  slack: Workspace;
  /** Starts a bot, a worker or both in one, and resolves once it says that it is ready. */
  start(role: "bot" | "worker" | "all"): Promise<HelixProcess>;
}

/** Runs `work` with stores, a workspace process and a way to start Helix; all of it is gone afterwards. */
export function withSurface<T>(work: (set: SurfaceSet) => Promise<T>): Promise<T> {
  return withStores(async ({ home, mongoUrl, redisUrl }) => {
    const logFile = join(home, "surface.log");
    await mkdir(join(home, "helix"), { recursive: true });
    const started: HelixProcess[] = [];
    const start = async (args: string[], env: Record<string, string>, flags: string[] = []) => {
      const one = await startProcess({ flags, args: [...args, "--with-parent"], env, logFile });
      started.push(one);
      return one;
    };
    try {
      const { url } = await start(["examples/workspace/index.ts"], {});
      const env = envOf(url, new URL("/bench", mongoUrl).href, redisUrl, join(home, "helix"));
      const helix = async (role: string) => start(["src/index.ts", "--role", role], env, await flags(role));
      return await work({ slack: await Workspace.connect(url), start: helix });
    } finally {
      await Promise.all(started.reverse().map((one) => one.stop()));
    }
  });
}

/** What `npm run bot` and `npm run worker` say to Node. */
async function flags(role: string): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8"));
  return String(scripts[role] ?? scripts.start).match(/--max-\S+/g) ?? [];
}

const envOf = (slack: string, mongoUrl: string, redisUrl: string, home: string) => ({
  SLACK_BOT_TOKEN: defaultBotToken,
  SLACK_SIGNING_SECRET: defaultSigningSecret,
  SLACK_API_URL: `${slack}/api/`,
  MONGODB_URI: mongoUrl,
  REDIS_URL: redisUrl,
  PORT: "0",
  HELIX_HOME: home,
  HELIX_LOG_LEVEL: "warn",
});
