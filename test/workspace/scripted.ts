import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import type { Fields } from "../../examples/workspace/fields.ts";
import type { Workspace } from "../../examples/workspace/people.ts";
import { token } from "./support.ts";

/** What the workspace sent: a command's form, an interaction's payload, or an event. */
export type Sent = Fields & { trigger_id?: string; actions?: Fields[]; view?: Fields; event?: Fields; text?: string };
/** What the app does with it; what it returns is the ack's body. It is acknowledged at once when nothing is returned. */
export type Script = (sent: Sent, app: Scripted) => Promise<object | undefined> | object | undefined;

/** A small app over plain HTTP, without Bolt: it hears everything and calls the Web API. */
export class Scripted {
  readonly heard: Sent[] = [];
  private readonly slack: Workspace;

  constructor(slack: Workspace) {
    this.slack = slack;
  }

  async call(method: string, args: object): Promise<Fields & { ok: boolean; ts: string }> {
    const response = await fetch(`${this.slack.url}/api/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(args),
    });
    const answer = (await response.json()) as Fields & { ok: boolean; ts: string };
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer;
  }
}

/** Starts it and tells the workspace where it is; it is stopped when the test is over. */
export async function aScriptedApp(slack: Workspace, script: Script = () => undefined): Promise<Scripted> {
  const app = new Scripted(slack);
  const hear = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = readSent(await text(request));
    app.heard.push(sent);
    const ack = await script(sent, app);
    response.writeHead(200, { "content-type": "application/json" }).end(ack ? JSON.stringify(ack) : "");
  };
  const server = createServer((request, response) => {
    hear(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  await slack.setApp({ requestUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` });
  return app;
}

function readSent(body: string): Sent {
  if (body.startsWith("{")) return JSON.parse(body) as Sent;
  const form = Object.fromEntries(new URLSearchParams(body));
  return (form.payload ? JSON.parse(form.payload) : form) as Sent;
}
