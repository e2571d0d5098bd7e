import { parseArgs } from "node:util";
import { startSimulatedLm } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    latency: { type: "string", default: "1" },
    "with-parent": { type: "boolean", default: false },
  },
});

const server = await startSimulatedLm({
  port: Number(values.port),
  seed: Number(values.seed),
  latency: Number(values.latency),
});
process.stdout.write(`${JSON.stringify({ url: server.url, control: server.controlUrl })}\n`);

const end = (): void => void server.close().then(() => process.exit(0));
process.once("SIGINT", end);
process.once("SIGTERM", end);
// Whoever started it holds the other end of stdin: when they go, by any signal, this goes.
if (values["with-parent"]) process.stdin.resume().once("end", end).once("error", end);
