import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";

/**
 * A language model that costs next to nothing to ask: a chat completion after a fixed time, so that a bench measures its
 * caller. What it says depends on the last message alone; every field the prompt asks for gets a word.
 */
const { values } = parseArgs({ options: { latency: { type: "string", default: "0" } } });
const latencyMs = Number(values.latency);
let bodies: string[] = [];
let first = 0;

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  if (request.url === "/stats") return stats(response);
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (part: string) => {
    text += part;
  });
  request.on("end", () => complete(text, request, response));
  return undefined;
});

function complete(text: string, _request: IncomingMessage, response: ServerResponse): void {
  first ||= Date.now();
  bodies.push(text);
  const answer = completion(JSON.parse(text));
  setTimeout(() => send(response, answer), latencyMs);
}

function completion({ model, messages }: { model: string; messages: { content: string }[] }): unknown {
  const asked = messages.at(-1)?.content ?? "";
  const word = (createHash("md5").update(asked).digest()[0] ?? 0) % 2 === 0 ? "high" : "low";
  const content = `[[ ## urgency ## ]]\n${word}\n\n[[ ## reason ## ]]\nThe ticket says so.\n\n[[ ## completed ## ]]`;
  return {
    id: "bench",
    object: "chat.completion",
    created: 1,
    model,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: {
      prompt_tokens: Math.ceil(asked.length / 4),
      completion_tokens: 20,
      total_tokens: 20 + Math.ceil(asked.length / 4),
    },
  };
}

/** When the first call came, how many there were and a digest over all bodies, key order and call order aside; then it forgets them. */
function stats(response: ServerResponse): void {
  const digests = bodies
    .map((body) =>
      createHash("sha256")
        .update(sorted(JSON.parse(body)))
        .digest("hex"),
    )
    .sort();
  const digest = createHash("sha256").update(digests.join()).digest("hex");
  send(response, { calls: bodies.length, first, digest });
  bodies = [];
  first = 0;
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, item) =>
    item && typeof item === "object" && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort()) : item,
  );

function send(response: ServerResponse, value: unknown): void {
  const data = JSON.stringify(value);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(data) });
  response.end(data);
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
});
process.stdin.resume().once("end", () => process.exit(0)); // it goes with whoever started it
