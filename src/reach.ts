import { WebClient } from "@slack/web-api";
import mongoose from "mongoose";
import { outboxClient } from "../jobs/outbox/client.ts";
import { connectRedis, redisProblems, unreadableMongoUrl } from "./connections.ts";
import { scrub, secretsIn } from "./log.ts";
import { whyRefused } from "./slack/access-words.ts";
import { codeOf } from "./slack/code-of.ts";

/** Each asks for one thing that Helix cannot start without, and answers with what is wrong, in words, or null. */

export async function mongoProblem(url: string): Promise<string | null> {
  try {
    const client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: 1_500 });
    await client
      .db()
      .command({ ping: 1 })
      .finally(() => client.close());
    return null;
  } catch (error) {
    return `MONGODB_URI: ${unreadableMongoUrl(error) ?? mongoWords(error)}`;
  }
}

function mongoWords(error: unknown): string {
  const { message, code } = error as { message: string; code?: unknown };
  return code === 18 || /auth/i.test(message)
    ? `MongoDB refuses the user or the password (${message})`
    : `MongoDB does not answer (${message}): start it, or correct the address`;
}

export async function redisProblem(url: string): Promise<string | null> {
  const redis = connectRedis({ redisUrl: url }, "queue");
  let last = "no answer";
  redis.on("error", (error: Error) => {
    last = error.message || ((error as NodeJS.ErrnoException).code ?? last);
  });
  try {
    const [problem = null] = await redisProblems(redis);
    return problem && `REDIS_URL: ${problem}`;
  } catch (error) {
    const said = error instanceof Error && /NOAUTH|WRONGPASS|NOPERM/.test(error.message) ? error.message : last;
    return `REDIS_URL: Redis does not answer as it should (${said}): start it, or correct the address`;
  } finally {
    redis.disconnect();
  }
}

export async function tokenProblem(token: string, apiUrl?: string): Promise<string | null> {
  const failed = await outboxClient(token, slackAt(apiUrl))
    .auth.test()
    .then(() => null, codeOf);
  return failed && slackWords("SLACK_BOT_TOKEN", failed, "take the bot's token from OAuth & Permissions");
}

export async function appTokenProblem(token: string, apiUrl?: string): Promise<string | null> {
  const client = new WebClient(undefined, {
    ...slackAt(apiUrl),
    ...once,
    headers: { Authorization: `Bearer ${token}` },
  });
  const failed = await client.apps.connections.open({}).then(() => null, codeOf);
  const next = "make an app-level token with the scope connections:write, under Basic Information";
  return failed && slackWords("SLACK_APP_TOKEN", failed, next);
}

const once = { timeout: 5_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
const slackAt = (apiUrl: string | undefined) => (apiUrl ? { slackApiUrl: apiUrl } : {});

/** A rate limit says nothing about the token. */
function slackWords(name: string, code: string, next: string): string | null {
  if (code === "slack_webapi_rate_limited_error" || code === "ratelimited") return null;
  if (code.startsWith("slack_webapi_"))
    return `${name}: Slack does not answer (${code}): see whether this host reaches it`;
  const why = whyRefused(code);
  return `${name}: Slack does not take it (${code})${why ? `: ${why}` : ""}; ${next}`;
}

/** What stands in the way of a start, of all that the environment names: addresses and tokens that do not answer. */
export async function unreachable(env: NodeJS.ProcessEnv, { socket }: { socket: boolean }): Promise<string[]> {
  const { MONGODB_URI: mongo, REDIS_URL: redis, SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app } = env;
  const found = await Promise.all([
    mongo?.startsWith("mongodb") ? mongoProblem(mongo) : null,
    redis?.startsWith("redis") ? redisProblem(redis) : null,
    bot?.startsWith("xoxb-") ? tokenProblem(bot, env.SLACK_API_URL) : null,
    socket && app?.startsWith("xapp-") ? appTokenProblem(app, env.SLACK_API_URL) : null,
  ]);
  return found.flatMap((problem) => (problem ? [scrub(problem, secretsIn(env))] : []));
}
