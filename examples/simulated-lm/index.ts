import { parseArgs } from "node:util";
import { startSimulatedLm } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    latency: { type: "string", default: "1" },
  },
});

const server = await startSimulatedLm({
  port: Number(values.port),
  seed: Number(values.seed),
  latency: Number(values.latency),
});
process.stdout.write(`${JSON.stringify({ url: server.url, control: server.controlUrl })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void server.close().then(() => process.exit(0));
  });
}
