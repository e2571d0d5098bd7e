import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readKept } from "./keep.ts";
import { installed } from "./manifest.ts";
import { startWorkspace } from "./server.ts";

/**
 * `node src/setup/run.mjs examples/workspace/index.ts [--port n] [--manifest file] [--keep file] [--with-parent]`: starts a
 * workspace and says where, as one JSON line. With a manifest, the app gets its commands, shortcuts, scopes and events
 * and no others. With `--keep`, what was said and shown outlives it in that file. With `--with-parent` it ends when its
 * stdin does, that is, with whoever started it, however they ended.
 */

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    manifest: { type: "string" },
    keep: { type: "string" },
    "with-parent": { type: "boolean", default: false },
  },
});
const { events, ...app } = values.manifest
  ? installed(JSON.parse(await readFile(values.manifest, "utf8")))
  : { events: undefined };
const { keep: file } = values;
const workspace = await startWorkspace({
  port: Number(values.port),
  app,
  ...(events && { events }),
  ...(file !== undefined && { keep: { file, kept: readKept(file) } }),
});
process.stdout.write(`${JSON.stringify({ url: workspace.url })}\n`);

const end = (): void => void workspace.close().then(() => process.exit(0));
process.once("SIGINT", end);
process.once("SIGTERM", end);
if (values["with-parent"]) process.stdin.resume().once("end", end).once("error", end);
