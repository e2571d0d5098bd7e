import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Where commands are answered: counts what comes to its address, as Slack's `response_url` would take it. */
export interface Answers {
  url: string;
  /** Resolves once so many came, or rejects after 20 s. */
  all(wanted: number): Promise<void>;
  close(): void;
}

export async function startAnswers(): Promise<Answers> {
  let came = 0;
  let heard = (): void => undefined;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.end("ok");
      came += 1;
      heard();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const all = (wanted: number) =>
    new Promise<void>((done, fail) => {
      const late = setTimeout(() => fail(new Error(`${came} of ${wanted} commands were answered in 20 s`)), 20_000);
      heard = () => {
        if (came < wanted) return;
        clearTimeout(late);
        done();
      };
      heard();
    });
  return { url: `http://127.0.0.1:${port}/`, all, close: () => server.closeAllConnections() ?? server.close() };
}
