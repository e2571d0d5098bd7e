import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { startStandIn } from "./server.ts";

/**
 * `node src/setup/run.mjs examples/openai-stand-in/index.ts [--key k] [--port n] [--per-minute n] [--latency x] [-- command …]`:
 * starts the stand-in and says where. With a command, that runs with OPENAI_API_KEY and OPENAI_BASE_URL set to it, and the
 * stand-in ends with it, and with its exit code.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    key: { type: "string", default: "sk-stand-in-0123456789abcdef" },
    port: { type: "string", default: "0" },
    "per-minute": { type: "string", default: "3000" },
    latency: { type: "string", default: "1" },
  },
});

const { key } = values;
const standIn = await startStandIn({
  key,
  port: Number(values.port),
  perMinute: Number(values["per-minute"]),
  latency: Number(values.latency),
});
const [command, ...args] = positionals;

if (command === undefined) process.stdout.write(`${JSON.stringify({ url: standIn.url, key })}\n`);
else process.exit(await runWith(command, args));

async function runWith(command: string, args: string[]): Promise<number> {
  const env = { ...process.env, OPENAI_API_KEY: key, OPENAI_BASE_URL: standIn.url };
  const child = spawn(command, args, { env, stdio: "inherit" });
  // A terminal's Ctrl-C reaches the command, too; what it has to say is waited for.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code] = (await once(child, "close")) as [number | null];
  const answered = [...standIn.statuses].map(([status, count]) => `${count} × ${status}`).join(", ");
  process.stdout.write(`The stand-in answered ${answered || "nothing"}.\n`);
  return code ?? 1;
}
