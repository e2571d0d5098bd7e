import { parseArgs } from "node:util";
import mongoose from "mongoose";
import { asSentence } from "../blocks/sentence.ts";
import { outboxClient } from "../jobs/outbox/client.ts";
import { registerProgram } from "../jobs/register.ts";
import { inWords } from "../jobs/trouble.ts";
import { loadDotEnv, readConfig } from "./config.ts";
import { connectMongo } from "./connections.ts";
import { makeDeps } from "./deps.ts";
import { openLog } from "./log.ts";

const usage =
  "npm run helix -- add <folder of helix.yaml> [--by U…]   registers a program; --by names the operator in the audit";

/** The operator's command. Registering is not possible from Slack: it is code that will be executed. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { by: { type: "string", default: "operator" } },
  });
  const [verb, path] = positionals;
  if (verb !== "add" || !path) return say(1, usage);
  loadDotEnv();
  const read = readConfig(process.env);
  if (!read.ok) return say(1, "Helix cannot start:", ...read.problems.map((each) => `  - ${each}`));
  const { config } = read;
  await connectMongo(config);
  const client = outboxClient(config.slack.botToken, {
    ...(config.slack.apiUrl && { slackApiUrl: config.slack.apiUrl }),
  });
  const { team_id: team } = await client.auth.test();
  const log = openLog(config.logLevel, [config.slack.botToken, config.slack.signingSecret]);
  const registered = await registerProgram(makeDeps(config, team ?? "", log), path, values.by);
  return say(0, ...registered.said);
}

function say(code: number, ...lines: string[]): number {
  process.stdout.write(`${lines.join("\n")}\n`);
  return code;
}

const code = await main().catch((error: unknown) => {
  const { what, why, next } = inWords(error);
  return say(1, asSentence(`${what}: ${why}`), asSentence(`Next: ${next}`));
});
await mongoose.disconnect();
process.exit(code);
