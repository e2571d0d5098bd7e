import { parseArgs } from "node:util";
import { startWorkspace } from "./server.ts";

/** `node --import tsx examples/workspace/index.ts [--port n]`: starts a workspace and says where, as one JSON line. */

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const workspace = await startWorkspace({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ url: workspace.url })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void workspace.close().then(() => process.exit(0)));
}
