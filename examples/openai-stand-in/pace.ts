/** Requests per minute, as a bucket: a tenth of them at once, then as they refill. */
export class Pace {
  readonly perMinute: number;
  #left: number;
  #at: number;

  constructor(perMinute: number, now: number) {
    this.perMinute = perMinute;
    this.#left = this.#size;
    this.#at = now;
  }

  /** Null when the request may come in, else after how many whole seconds to try again. */
  take(now: number): number | null {
    const perMs = this.perMinute / 60_000;
    this.#left = Math.min(this.#size, this.#left + (now - this.#at) * perMs);
    this.#at = now;
    if (this.#left >= 1) {
      this.#left -= 1;
      return null;
    }
    return Math.max(1, Math.ceil((1 - this.#left) / perMs / 1_000));
  }

  get #size(): number {
    return Math.max(1, this.perMinute / 10);
  }
}
