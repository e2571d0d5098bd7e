import { createServer, type Server } from "node:http";

/** Null: this process can work; else a sentence says what is missing. */
export type Ready = () => Promise<string | null>;

type Answer = (request: unknown, response: { writeHead(status: number): { end(text: string): void } }) => void;

/** `/livez`: the process runs. `/readyz`: it can work, or 503 with what is missing. */
export function healthRoutes(ready: Ready): { path: string; method: string[]; handler: Answer }[] {
  return [
    { path: "/livez", method: ["GET"], handler: (_, response) => response.writeHead(200).end("alive\n") },
    {
      path: "/readyz",
      method: ["GET"],
      handler: (_, response) =>
        void ready().then((missing) =>
          missing ? response.writeHead(503).end(`${missing}\n`) : response.writeHead(200).end("ready\n"),
        ),
    },
  ];
}

/** Serves both where Bolt has no HTTP server of its own: a worker, and a bot in Socket Mode. Answers with how to stop it. */
export async function serveHealth(
  { port, host }: { port: number; host: string },
  ready: Ready,
): Promise<() => Promise<void>> {
  const routes = healthRoutes(ready);
  const server = createServer((request, response) => {
    const route = routes.find(({ path }) => path === request.url);
    if (route) route.handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(port, host, done));
  announce(server);
  return async () => void server.close();
}

/** One line for whoever started the process: where it listens. */
export function announce(server: Server): void {
  const address = server.address();
  if (address && typeof address === "object")
    process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${address.port}` })}\n`);
}
