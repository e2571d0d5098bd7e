/** Slack limits posts per channel and every other method for the whole app. */
export type Method = "chat.postMessage" | "chat.update" | "conversations.read";

/** What Slack asked this process to wait for: one rate limit holds back nothing but the calls it is about. */
export class Pauses {
  readonly #until = new Map<string, number>();
  #all = 0;

  pause(method: Method, channel: string, until: number): void {
    this.#until.set(keyOf(method, channel), until);
  }

  /** Slack takes nothing from Helix: one message asks again then, instead of each of them in turn. */
  pauseAll(until: number): void {
    this.#all = until;
  }

  /** Milliseconds of the clock; 0 when nothing holds the call back. */
  until(method: Method, channel: string): number {
    return Math.max(this.#all, this.#until.get(keyOf(method, channel)) ?? 0);
  }
}

const keyOf = (method: Method, channel: string) => (method === "chat.postMessage" ? `${method} ${channel}` : method);
