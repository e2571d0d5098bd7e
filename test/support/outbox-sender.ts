import mongoose from "mongoose";
import { outboxClient } from "../../jobs/outbox/client.ts";
import { OutboxSender } from "../../jobs/outbox.ts";

/** How a sender of its own process is started by a test. `dieAt`: it kills itself at the nth call of that failpoint. */
export interface SenderOrder {
  dbName: string;
  slackUrl: string;
  team: string;
  timeoutMs: number;
  timing: Record<string, number>;
  dieAt?: { name: string; nth: number };
}

const order = JSON.parse(process.argv[2] ?? "{}") as SenderOrder;
let calls = 0;

/** Dies as it would by `kill -9`, at this very point. */
function failpoint(name: string): void {
  if (name !== order.dieAt?.name) return;
  calls += 1;
  if (calls === order.dieAt.nth) process.kill(process.pid, "SIGKILL");
}

await mongoose.connect(process.env.HELIX_TEST_MONGO ?? "", { dbName: order.dbName, autoIndex: false });
const client = outboxClient("xoxb-loopback", { slackApiUrl: `${order.slackUrl}/api/`, timeoutMs: order.timeoutMs });
const { team, timing } = order;
new OutboxSender({ client, team, owner: `process-${process.pid}`, timing, failpoint }).start();
