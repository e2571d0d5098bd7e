import { resolve } from "node:path";
import type { WebClient } from "@slack/web-api";
import mongoose from "mongoose";
import { type Program, Programs } from "../../models/program.ts";
import { readConfig } from "../config.ts";
import { forPrograms } from "../deps.ts";
import { projectRoot } from "../setup/binaries.ts";
import { callLines } from "./calls.ts";
import { fine, type Line, note, within, wrong } from "./line.ts";
import { programLines } from "./programs.ts";
import { pythonLines } from "./python.ts";
import { lookAtSlack, type SlackFound } from "./slack.ts";
import { mongoLines, redisLines } from "./stores.ts";

const patience = 8_000;
/** Loading DSPy and its provider library alone takes seconds. */
const patienceForCalls = 100_000;

/** Looks at everything at once; what one part lacks keeps no other from being looked at. Ends within ten seconds without `call`. */
export async function examine(env: NodeJS.ProcessEnv, { call }: { call: boolean }): Promise<Line[]> {
  const python = env.HELIX_PYTHON || resolve(projectRoot, ".venv/bin/python");
  let found: SlackFound = { lines: [], client: null, team: null };
  const slack = within(patience, "Slack", async () => {
    found = await lookAtSlack(env);
    return found.lines;
  });
  const mongo = env.MONGODB_URI?.startsWith("mongodb")
    ? within(patience, "MongoDB", () => mongoLines(env.MONGODB_URI ?? ""))
    : [];
  const redis = env.REDIS_URL?.startsWith("redis")
    ? within(patience, "Redis", () => redisLines(env.REDIS_URL ?? ""))
    : [];
  const interpreter = within(patience, "Python", () => pythonLines(python));
  const first = [configLines(env), await slack, await mongo, await redis, await interpreter].flat();
  const asked = { python, packages: resolve(projectRoot, "jobs/dspy"), call };
  return [...first, ...(await programs(forPrograms(env), found, asked))];
}

function configLines(env: NodeJS.ProcessEnv): Line[] {
  const read = readConfig(env);
  if (!read.ok)
    return read.problems.map((problem) => wrong(problem, "set it in .env; .env.example says what belongs there"));
  const { slack, host, port } = read.config;
  const by = slack.transport.kind === "socket" ? "Socket Mode" : `HTTP at ${host}:${port}`;
  return [fine(`The configuration is complete; Slack's requests come by ${by}`)];
}

interface Asked {
  python: string;
  packages: string;
  call: boolean;
}

async function programs(env: NodeJS.ProcessEnv, { client, team }: SlackFound, asked: Asked): Promise<Line[]> {
  if (mongoose.connection.readyState !== 1)
    return [note("The programs were not looked at, as MongoDB does not answer", "start it, then run this again")];
  const all = await Programs.find({ ...(team && { team }), removed: null })
    .sort({ name: 1 })
    .lean<Program[]>();
  if (all.length === 0) return [note("No program is registered", "`npm run helix -- add <folder of helix.yaml>`")];
  const looked = await Promise.all(all.map((program) => linesOf(program, env, client, asked)));
  return looked.flat();
}

async function linesOf(
  program: Program,
  env: NodeJS.ProcessEnv,
  client: WebClient | null,
  asked: Asked,
): Promise<Line[]> {
  const lines = await within(patience, program.name, () => programLines(program, env, client));
  if (!asked.call) return lines;
  return [...lines, ...(await within(patienceForCalls, program.name, () => callLines(program, env, asked)))];
}
