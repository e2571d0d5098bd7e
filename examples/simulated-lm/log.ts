import { hashOf } from "./canonical.ts";
import type { Message } from "./prompt/message.ts";
import { textOf } from "./prompt/message.ts";

/** One request as the server saw it; `prompt` is the sha256 of the canonical JSON of its messages. */
export interface Seen {
  prompt: string;
  model: string;
  ts: string;
  excerpt: string;
}

const limit = 2_000;

/** Counts calls and keeps the newest requests. */
export class Log {
  readonly byModel: Record<string, number> = {};
  #seen: { entry: Seen; text: string }[] = [];
  #inFlight = 0;
  #inFlightMax = 0;

  begin(model: string, messages: readonly Message[]): void {
    this.byModel[model] = (this.byModel[model] ?? 0) + 1;
    this.#inFlight += 1;
    this.#inFlightMax = Math.max(this.#inFlightMax, this.#inFlight);
    const text = messages.map(textOf).join("\n");
    const entry = { prompt: hashOf(messages), model, ts: new Date().toISOString(), excerpt: text.slice(-240) };
    this.#seen.push({ entry, text });
    if (this.#seen.length > limit) this.#seen.shift();
  }

  end(): void {
    this.#inFlight -= 1;
  }

  stats(): { calls: number; byModel: Record<string, number>; inFlightMax: number } {
    const calls = Object.values(this.byModel).reduce((sum, count) => sum + count, 0);
    return { calls, byModel: { ...this.byModel }, inFlightMax: this.#inFlightMax };
  }

  /** Requests whose text contains `part`, the oldest first. */
  requests(part: string): Seen[] {
    return this.#seen.filter(({ text }) => text.includes(part)).map(({ entry }) => entry);
  }
}
