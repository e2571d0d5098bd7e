import { parseArgs } from "node:util";
import { startWorkspace } from "./server.ts";

/**
 * `node --import tsx examples/workspace/index.ts [--port n] [--with-parent]`: starts a workspace and says where, as one
 * JSON line. With `--with-parent` it ends when its stdin does, that is, with whoever started it, however they ended.
 */

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, "with-parent": { type: "boolean", default: false } },
});
const workspace = await startWorkspace({ port: Number(values.port) });
process.stdout.write(`${JSON.stringify({ url: workspace.url })}\n`);

const end = (): void => void workspace.close().then(() => process.exit(0));
process.once("SIGINT", end);
process.once("SIGTERM", end);
if (values["with-parent"]) process.stdin.resume().once("end", end).once("error", end);
