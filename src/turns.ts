/**
 * At most so many pieces of work at once, in the order they came, and what can wait after all that cannot. Under a burst
 * acknowledgements stay prompt, and the first decisions are done before the last are begun. Work must not wait for work
 * of the same turns.
 */
export class Turns {
  #free: number;
  readonly #urgent: (() => void)[] = [];
  readonly #patient: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Somebody waits for it. */
  soon<T>(work: () => Promise<T>): Promise<T> {
    return this.#take(this.#urgent, work);
  }

  /** It has to be done, and nobody waits for it. */
  later<T>(work: () => Promise<T>): Promise<T> {
    return this.#take(this.#patient, work);
  }

  async #take<T>(line: (() => void)[], work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((called) => line.push(called));
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** The place goes to whoever is next, without being free in between. */
  #next(): void {
    const called = this.#urgent.shift() ?? this.#patient.shift();
    if (called) called();
    else this.#free += 1;
  }
}
