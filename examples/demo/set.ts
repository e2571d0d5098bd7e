import { mkdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { launcher, projectRoot } from "../../src/setup/binaries.ts";
import { startStores } from "../../src/setup/stores.ts";
import { Workspace } from "../workspace/people.ts";
import { defaultBotToken, defaultSigningSecret } from "../workspace/seed.ts";
import { type Part, runToEnd, startPart } from "./processes.ts";
import type { RealModel } from "./real-model.ts";
import { withModel } from "./with-model.ts";

/** Everything the story needs, running on loopback. */
export interface DemoSet {
  slack: Workspace;
  langfuse: string;
  /** Where the simulated LM says what it was asked. */
  lmControl: string;
  env: Record<string, string>;
  deployDirectory: string;
  programRoot: string;
  logFile: string;
  /** The model's name in helix.yaml. */
  alias: string;
  /** Whether a language model answers that is not the simulated one. */
  isReal: boolean;
  stop(): Promise<void>;
}

const say = (n: number, words: string): void => void process.stdout.write(`set-up ${n}/5  ${words}\n`);

export interface SetOptions {
  /** Multiplies how long the simulated models take. */
  latency?: number;
  /** Instead of the simulated models. */
  real?: RealModel | undefined;
}

/**
 * Starts stores, the workspace, the simulated LM, Langfuse and Helix, and registers the example program. What `home` holds
 * of an earlier demo goes on.
 */
export async function startSet(home: string, options: SetOptions = {}): Promise<DemoSet> {
  await mkdir(home, { recursive: true });
  const logFile = join(home, "demo.log");
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each().catch(() => undefined);
  };
  try {
    return { ...(await startParts(home, logFile, stops, options)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startParts(
  home: string,
  logFile: string,
  stops: (() => Promise<unknown>)[],
  { latency = 1, real }: SetOptions,
): Promise<Omit<DemoSet, "stop">> {
  say(1, "packages, the Python side and the stores are installed");
  const stores = await startStores({ dir: join(home, "stores"), redisAof: true });
  stops.push(stores.stop);
  say(2, "MongoDB and Redis answer");
  const part = async (name: string, args: string[], env: Record<string, string> = {}): Promise<Part> => {
    const started = await startPart(name, args, env, logFile);
    stops.push(started.stop);
    return started;
  };
  const keys = { LF_PUBLIC: "pk-lf-demo", LF_SECRET: "sk-lf-demo-secret", SIM_KEY: "simulated" };
  const keep = ["--keep", join(home, "workspace.json")];
  const [workspace, lm, langfuse] = await Promise.all([
    part("the Slack workspace", [
      "examples/workspace/index.ts",
      "--with-parent",
      "--manifest",
      "manifest.json",
      ...keep,
    ]),
    part("the simulated LM", ["examples/simulated-lm/index.ts", "--with-parent", "--latency", String(latency)]),
    part("Langfuse", ["test/support/langfuse.ts", "--public-key", keys.LF_PUBLIC, "--secret-key", keys.LF_SECRET]),
  ]);
  say(3, "a Slack workspace, a simulated language model and a trace server listen on loopback");
  const deployDirectory = join(home, "deploy");
  const env = {
    ...keys,
    SLACK_BOT_TOKEN: defaultBotToken,
    SLACK_SIGNING_SECRET: defaultSigningSecret,
    SLACK_API_URL: `${workspace.hello.url}/api/`,
    MONGODB_URI: new URL("/helix-demo", stores.mongoUrl).href,
    REDIS_URL: stores.redisUrl,
    PORT: "0",
    HELIX_HOME: home,
    HELIX_LOG_LEVEL: "info",
    SIMULATED_LM: lm.hello.url ?? "",
    LANGFUSE_URL: langfuse.hello.url ?? "",
    HELIX_DEPLOY_DIR: deployDirectory,
  };
  const helix = await part("Helix", ["src/index.ts", "--role", "all", "--with-parent"], env);
  const slack = await Workspace.connect(workspace.hello.url ?? "");
  await slack.setApp({ requestUrl: `${helix.hello.url}/slack/events` });
  say(4, "Helix is up: one process as bot and worker");
  const example = join(projectRoot, "examples/ingredient-analyzer");
  const programRoot = real ? await withModel(example, join(home, "program"), real) : example;
  const added = await runToEnd(
    process.execPath,
    [launcher, "src/cli.ts", "add", programRoot, "--by", "U0ANNA"],
    env,
    logFile,
  );
  if (added.code !== 0) throw new Error(`the example program could not be registered:\n${added.out}`);
  say(5, "the example program is registered by its helix.yaml");
  process.stdout.write(`\n$ npm run helix -- add ${relative(projectRoot, programRoot)}\n${added.out}`);
  return {
    slack,
    langfuse: langfuse.hello.url ?? "",
    lmControl: new URL(lm.hello.control ?? "").href,
    env,
    deployDirectory,
    programRoot,
    logFile,
    alias: real?.alias ?? "gemini-flash",
    isReal: real !== undefined,
  };
}
