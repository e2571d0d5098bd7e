import mongoose from "mongoose";
import { outboxClient } from "../../jobs/outbox/client.ts";
import { OutboxSender } from "../../jobs/outbox.ts";

/** How a sender of its own process is started by a test. `signalAt`: it sends itself that signal at the nth call of a failpoint. */
export interface SenderOrder {
  dbName: string;
  slackUrl: string;
  team: string;
  timeoutMs: number;
  timing: Record<string, number>;
  signalAt?: { name: string; nth: number; signal: "SIGKILL" | "SIGSTOP" };
}

const order = JSON.parse(process.argv[2] ?? "{}") as SenderOrder;
let calls = 0;

/** Dies as it would by `kill -9`, or stands still, at this very point. */
function failpoint(name: string): void {
  if (name !== order.signalAt?.name) return;
  calls += 1;
  if (calls === order.signalAt.nth) process.kill(process.pid, order.signalAt.signal);
}

await mongoose.connect(process.env.HELIX_TEST_MONGO ?? "", { dbName: order.dbName, autoIndex: false });
const client = outboxClient("xoxb-loopback", { slackApiUrl: `${order.slackUrl}/api/`, timeoutMs: order.timeoutMs });
const { team, timing } = order;
new OutboxSender({ client, team, owner: `process-${process.pid}`, timing, failpoint }).start();
