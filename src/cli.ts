import { parseArgs } from "node:util";
import mongoose from "mongoose";
import { asSentence } from "../blocks/sentence.ts";
import type { Deps } from "../jobs/deps.ts";
import { outboxClient } from "../jobs/outbox/client.ts";
import { inWords, Trouble } from "../jobs/trouble.ts";
import { didYouMean } from "../models/did-you-mean.ts";
import type { Command, Given } from "./cli/command.ts";
import { commands, usage } from "./cli/commands.ts";
import { loadDotEnv, readConfig } from "./config.ts";
import { connectMongo } from "./connections.ts";
import { makeDeps } from "./deps.ts";
import { openLog, secretsIn } from "./log.ts";

/** Configuration that does not do, a line each. */
class NotConfigured extends Error {}

/** The operator's command. */
async function main([verb, ...rest]: string[]): Promise<number> {
  if (verb === undefined || verb === "help") return say(verb ? 0 : 1, ...usage());
  const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (!command)
    return say(1, asSentence(`there is no ${verb}; ${didYouMean(verb, Object.keys(commands))}`), ...usage());
  loadDotEnv();
  return say(0, ...(await command.run(givenTo(command, rest))));
}

function givenTo(command: Command, args: string[]): Given {
  const { values, positionals } = parsed(command, args);
  const [least, most] = command.words;
  if (positionals.length < least || positionals.length > most)
    throw new Trouble("Nothing was done", "the words do not fit", `type npm run helix -- ${command.usage}`);
  return { words: positionals, options: values as Given["options"], open };
}

function parsed({ options = {}, usage: typed }: Command, args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options });
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split(". ")[0] ?? "") : "";
    throw new Trouble("Nothing was done", why, `type npm run helix -- ${typed}`, { cause });
  }
}

async function open(): Promise<Deps> {
  const read = readConfig(process.env);
  if (!read.ok) throw new NotConfigured(read.problems.map((each) => `  - ${each}`).join("\n"));
  const { config } = read;
  await connectMongo(config);
  const client = outboxClient(config.slack.botToken, {
    ...(config.slack.apiUrl && { slackApiUrl: config.slack.apiUrl }),
  });
  const { team_id: team } = await client.auth.test();
  const log = openLog(config.logLevel, secretsIn(process.env));
  return makeDeps(config, team ?? "", log);
}

function say(code: number, ...lines: string[]): number {
  if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
  return code;
}

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof NotConfigured) return say(1, "Helix cannot start:", error.message);
  const { what, why, next } = inWords(error);
  return say(1, asSentence(`${what}: ${why}`), asSentence(`Next: ${next}`));
});
await mongoose.disconnect();
process.exit(code);
