/** Trouble on request: the connection drops, the answer is garbage, an HTTP status, or no answer ever. */
export type Fault =
  | { kind: "down" }
  | { kind: "garbage" }
  | { kind: "hang" }
  | { kind: "status"; status: number; retryAfter: number | null };

interface Order {
  fault: Fault;
  model: string | null;
  left: number;
}

export class Faults {
  #orders: Order[] = [];

  /** Orders a fault for the next `count` calls of a model; null means for ever, of every model. */
  order(fault: Fault, model: string | null, count: number | null): void {
    this.#orders.push({ fault, model, left: count ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#orders = [];
  }

  /** The fault due for this call, counted down; null when all is well. */
  take(model: string): Fault | null {
    const order = this.#orders.find((each) => each.left > 0 && (each.model === null || each.model === model));
    if (order === undefined) return null;
    order.left -= 1;
    return order.fault;
  }
}

/** Reads the body of `POST /control/faults`; null when it makes no sense. */
export function readFault(body: Record<string, unknown>): Fault | null {
  switch (body.kind) {
    case "down":
    case "garbage":
    case "hang":
      return { kind: body.kind };
    case "status":
      if (typeof body.status !== "number") return null;
      return {
        kind: "status",
        status: body.status,
        retryAfter: typeof body.retryAfter === "number" ? body.retryAfter : null,
      };
    default:
      return null;
  }
}
