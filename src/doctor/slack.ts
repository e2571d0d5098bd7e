import type { FetchFunction, WebClient } from "@slack/web-api";
import { outboxClient } from "../../jobs/outbox/client.ts";
import manifest from "../../manifest.json" with { type: "json" };
import { appTokenProblem, tokenProblem } from "../reach.ts";
import { fine, type Line, note, problemLine, wrong } from "./line.ts";

/** What Slack says about the tokens; `client` and `team` are null where the bot's token is not taken. */
export interface SlackFound {
  lines: Line[];
  client: WebClient | null;
  team: string | null;
}

export async function lookAtSlack(env: NodeJS.ProcessEnv): Promise<SlackFound> {
  const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl } = env;
  const [bot, app] = await Promise.all([
    token?.startsWith("xoxb-") ? lookAtBot(token, apiUrl) : nobody,
    appToken?.startsWith("xapp-") ? appLines(appToken, apiUrl) : [],
  ]);
  return { ...bot, lines: [...bot.lines, ...app] };
}

const nobody: SlackFound = { lines: [], client: null, team: null };

async function lookAtBot(token: string, apiUrl: string | undefined): Promise<SlackFound> {
  let date: string | null = null;
  const dated: FetchFunction = async (url, init) => {
    const response = await fetch(url, init);
    date = response.headers.get("date");
    return response;
  };
  const client = outboxClient(token, { ...(apiUrl && { slackApiUrl: apiUrl }), timeoutMs: 4_000, fetch: dated });
  const asked = await client.auth.test().catch(() => null);
  if (!asked) {
    const problem = await tokenProblem(token, apiUrl);
    return {
      ...nobody,
      lines: [problemLine(problem ?? "SLACK_BOT_TOKEN: Slack asks to slow down; see whether it lasts")],
    };
  }
  const says = `Slack takes the bot's token: @${asked.user} in ${asked.team} (${asked.team_id})`;
  const lines = [fine(says), scopeLine(asked.response_metadata?.scopes), clockLine(date, Date.now())];
  return { lines, client, team: asked.team_id ?? null };
}

/** Slack names a token's scopes with every answer. */
function scopeLine(granted: string[] | undefined): Line {
  const wanted = manifest.oauth_config.scopes.bot;
  if (!granted?.length) return note("Slack did not say which scopes the token has", "compare them with manifest.json");
  const missing = wanted.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return fine(`The token has all ${wanted.length} scopes of manifest.json`);
  return wrong(
    `The token lacks ${missing.length > 1 ? "the scopes" : "the scope"} ${missing.join(", ")}`,
    "bring the app's manifest up to manifest.json, then install the app again",
  );
}

const noticed = 5_000;
const refused = 300_000;

/** Slack's signatures count for five minutes. */
export function clockLine(date: string | null, now: number): Line {
  const skew = date === null ? Number.NaN : now - Date.parse(date);
  if (Number.isNaN(skew))
    return note("Slack's answer has no date, so this host's clock was not compared", "compare it");
  const seconds = Math.round(Math.abs(skew) / 1_000);
  const says = `This host's clock is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} Slack's`;
  if (Math.abs(skew) < noticed) return fine("This host's clock agrees with Slack's");
  if (Math.abs(skew) < refused * 0.8)
    return note(says, "synchronise it (NTP): beyond five minutes every request is refused");
  return wrong(says, "synchronise it (NTP): signatures older than five minutes are refused, so nothing reaches Helix");
}

async function appLines(token: string, apiUrl: string | undefined): Promise<Line[]> {
  const problem = await appTokenProblem(token, apiUrl);
  return [problem ? problemLine(problem) : fine("Slack takes the app-level token: Socket Mode can connect")];
}
