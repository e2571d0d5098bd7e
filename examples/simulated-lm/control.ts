import type { IncomingMessage, ServerResponse } from "node:http";
import type { Room } from "./chat.ts";
import { readFault } from "./faults.ts";
import { readBody, send, sendError } from "./http.ts";

/** The endpoints by which tests and the demo look at the server and make it fail. */
export async function control(room: Room, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${url.pathname}`) {
    case "GET /control/stats":
      return send(response, 200, room.log.stats());
    case "GET /control/requests":
      return send(response, 200, room.log.requests(url.searchParams.get("contains") ?? ""));
    case "POST /control/faults":
      return orderFault(room, request, response);
    case "DELETE /control/faults":
      room.faults.clear();
      return send(response, 200, { ok: true });
    default:
      return sendError(response, 404, `no ${request.method} ${url.pathname}`, null);
  }
}

async function orderFault(room: Room, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const fault = body && readFault(body);
  if (!fault) return sendError(response, 400, "kind must be down, garbage, hang or status (with a status)", null);
  const { model, count } = body;
  room.faults.order(fault, typeof model === "string" ? model : null, typeof count === "number" ? count : null);
  send(response, 200, { ok: true });
}
