/** WebSocket frames (RFC 6455, section 5), as a server reads and writes them. */

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
export type Frame = { opcode: number; final: boolean; payload: Buffer };

const mostBytes = 4_000_000;

/** A whole frame, unmasked, as servers send them. */
export function encode(opcode: number, payload: Buffer | string = ""): Buffer {
  const body = Buffer.from(payload);
  return Buffer.concat([Buffer.from([0x80 | opcode]), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 126) return Buffer.from([length]);
  const long = Buffer.alloc(length < 65_536 ? 3 : 9);
  if (length < 65_536) {
    long[0] = 126;
    long.writeUInt16BE(length, 1);
  } else {
    long[0] = 127;
    long.writeBigUInt64BE(BigInt(length), 1);
  }
  return long;
}

/** Reads frames from bytes as they arrive. @throws RangeError for a frame that is too large or not masked */
export function createDecoder(): (bytes: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    const frames: Frame[] = [];
    for (let found = first(rest); found; found = first(rest)) {
      frames.push(found.frame);
      rest = rest.subarray(found.size);
    }
    return frames;
  };
}

/** The frame that begins the bytes, if all of it is there. */
function first(bytes: Buffer): { frame: Frame; size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [head, second] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  const short = second & 0x7f;
  const at = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < at) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (length > mostBytes || (second & 0x80) === 0) throw new RangeError("a frame is too large or not masked");
  const size = at + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, size).map((byte, n) => byte ^ (mask[n % 4] ?? 0)));
  return { frame: { opcode: head & 0x0f, final: (head & 0x80) !== 0, payload }, size };
}
