import { setTimeout as pause } from "node:timers/promises";
import { post, signature } from "../../examples/workspace/deliver/post.ts";
import { defaultSigningSecret } from "../../examples/workspace/seed.ts";
import { channel, rita, team } from "../../test/support/gates.ts";
import type { HelixProcess } from "../../test/support/helix/process.ts";
import { atMost, exactly, type Figure, shown } from "../harness.ts";
import { type Answers, startAnswers } from "./answers.ts";
import { cpuMs } from "./cpu.ts";
import { percentile } from "./percentile.ts";

const perSecond = 100;
const seconds = 10;
/** Each is read, acknowledged, and answered from MongoDB while the next ones come in. */
const typed = ["status", "runs", "programs", "help", "datasets ticket-router", "lineage ticket-router"];

/** Sends a bot 100 signed `/helix` commands a second, each on a connection of its own as Slack does. */
export async function acks({ url, pid }: HelixProcess): Promise<Figure[]> {
  const answers = await startAnswers();
  const before = await cpuMs(pid);
  try {
    const { took, ended, refused } = await commands(`${url}/slack/events`, answers);
    const figure = (what: string, value: number) => ({ what: `/helix at ${perSecond}/s: ${what}`, value, unit: "ms" });
    return [
      shown(figure("ack p50", percentile(took, 0.5))),
      atMost(100, figure("ack p99", percentile(took, 0.99))),
      exactly(0, { what: `… not acknowledged, of ${perSecond * seconds}`, value: refused, unit: "" }),
      shown({ what: "… processor time of the bot", value: ((await cpuMs(pid)) - before) / took.length, unit: "ms" }),
      shown(figure("the last answer after the last command", ended)),
    ];
  } finally {
    answers.close();
  }
}

async function commands(bot: string, answers: Answers): Promise<{ took: number[]; ended: number; refused: number }> {
  const began = performance.now();
  const sent: Promise<number | null>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    await pause(Math.max(0, began + (n * 1_000) / perSecond - performance.now()));
    sent.push(command(bot, answers.url, n));
  }
  const last = performance.now();
  const all = await Promise.all(sent);
  const took = all.filter((ms) => ms !== null);
  await answers.all(took.length);
  return { took, ended: performance.now() - last, refused: all.length - took.length };
}

const closing = new AbortController().signal;

/** Milliseconds to the acknowledgement; null when there was none. */
async function command(bot: string, responseUrl: string, n: number): Promise<number | null> {
  const form = {
    team_id: team,
    channel_id: channel,
    user_id: rita,
    command: "/helix",
    text: typed[n % typed.length] ?? "",
  };
  const body = new URLSearchParams({ ...form, trigger_id: `bench-${n}`, response_url: responseUrl }).toString();
  const at = Math.floor(Date.now() / 1_000);
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": String(at),
    "x-slack-signature": signature(defaultSigningSecret, at, body),
  };
  const began = performance.now();
  const { status } = await post(bot, body, headers, { timeoutMs: 3_000, closing });
  return status === 200 ? performance.now() - began : null;
}
