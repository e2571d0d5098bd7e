import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { createDecoder, encode, type Frame, opcodes } from "./frames.ts";

/** One WebSocket to an app: whole texts in and out; pings are answered, and sent so that the app knows the line holds. */
export type Connection = { send(text: string): void; close(): void };

const pingEveryMs = 10_000;

/** Accepts an upgrade request (RFC 6455, section 4.2.2). */
export function accept(
  request: IncomingMessage,
  socket: Duplex,
  heard: (text: string) => void,
  closed: () => void,
): Connection {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accepted = createHash("sha1").update(key).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n\r\n`,
  );
  const write = (frame: Buffer): void => void (socket.writable && socket.write(frame));
  const pings = setInterval(() => write(encode(opcodes.ping, "ping")), pingEveryMs);
  const decode = createDecoder();
  const join = joined(heard);
  const obey = (frame: Frame): void => {
    if (frame.opcode === opcodes.ping) write(encode(opcodes.pong, frame.payload));
    else if (frame.opcode === opcodes.close) socket.end(encode(opcodes.close, frame.payload.subarray(0, 2)));
    else if (frame.opcode !== opcodes.pong) join(frame);
  };
  socket.on("data", (bytes: Buffer) => {
    try {
      decode(bytes).forEach(obey);
    } catch {
      socket.destroy();
    }
  });
  socket.on("error", () => socket.destroy());
  socket.once("close", () => {
    clearInterval(pings);
    closed();
  });
  write(encode(opcodes.ping, "ping"));
  const normal = Buffer.from([0x03, 0xe8]);
  return { send: (text) => write(encode(opcodes.text, text)), close: () => socket.end(encode(opcodes.close, normal)) };
}

/** Puts the frames of one message together. */
function joined(heard: (text: string) => void): (frame: Frame) => void {
  let parts: Buffer[] = [];
  return ({ final, payload }) => {
    parts.push(payload);
    if (!final) return;
    heard(Buffer.concat(parts).toString());
    parts = [];
  };
}
