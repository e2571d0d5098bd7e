import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** One call as it reached the model. */
export interface Call {
  at: number;
  /** Tells runs apart. */
  temperature: number;
  /** Calls at work when it came, itself included: all of them, and those of its own run. */
  inFlight: number;
  ownInFlight: number;
  status: number;
}

export interface CountingLm {
  url: string;
  calls: Call[];
  /** The next call is refused: 429 with this Retry-After, in seconds. */
  refuseNext(seconds: number): void;
  close(): Promise<void>;
}

const answer = "[[ ## urgency ## ]]\nlow\n\n[[ ## completed ## ]]";

/** A language model that takes `ms` a call and counts who is there. */
export async function startCountingLm(ms: number): Promise<CountingLm> {
  const calls: Call[] = [];
  const working = new Map<number, number>();
  let refusal: number | null = null;
  const server = createServer(async (request, response) => {
    const { temperature } = JSON.parse(await bodyOf(request)) as { temperature: number };
    working.set(temperature, (working.get(temperature) ?? 0) + 1);
    const inFlight = [...working.values()].reduce((sum, each) => sum + each, 0);
    const status = refusal === null ? 200 : 429;
    const headers = { "content-type": "application/json", ...(refusal !== null && { "retry-after": `${refusal}` }) };
    refusal = null;
    calls.push({ at: performance.now(), temperature, inFlight, ownInFlight: working.get(temperature) ?? 0, status });
    if (status === 200) await pause(ms);
    working.set(temperature, (working.get(temperature) ?? 0) - 1);
    response
      .writeHead(status, headers)
      .end(JSON.stringify(status === 200 ? completion : { error: { message: "busy" } }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    refuseNext: (seconds) => {
      refusal = seconds;
    },
    close: async () => void server.close(),
  };
}

const completion = {
  id: "x",
  object: "chat.completion",
  created: 1,
  model: "counting",
  choices: [{ index: 0, message: { role: "assistant", content: answer }, finish_reason: "stop" }],
  usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
