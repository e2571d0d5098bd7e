/**
 * At most so many pieces of work at once, in the order they came, and what can wait only while none is under way or waits
 * that cannot. Under a burst acknowledgements stay prompt, and the first decisions are done before the last are begun.
 * Work must not wait for work of the same turns.
 *
 * With `regroupAt` the next of a kind begin together, once no more than that many of it are under way: what begins together
 * asks MongoDB the same things at the same moments, which is one command for all of them. One by one they would stay out of
 * step for good.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #regroupAt: number;
  readonly #urgent: Line = { underWay: 0, waiting: [] };
  readonly #patient: Line = { underWay: 0, waiting: [] };

  constructor(atOnce: number, { regroupAt = atOnce - 1 } = {}) {
    this.#atOnce = atOnce;
    this.#regroupAt = regroupAt;
  }

  /** Somebody waits for it. */
  soon<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(this.#urgent, work);
  }

  /** It has to be done, and nobody waits for it. */
  later<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(this.#patient, work);
  }

  async #inTurn<T>(line: Line, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((called) => {
      line.waiting.push(called);
      this.#callNext();
    });
    try {
      return await work();
    } finally {
      line.underWay -= 1;
      this.#callNext();
    }
  }

  #callNext(): void {
    // Asked before the first of a group begins, not after.
    const ready = [this.#urgent, this.#patient].filter(({ underWay }) => underWay <= this.#regroupAt);
    while (this.#urgent.underWay + this.#patient.underWay < this.#atOnce) {
      const line = this.#mayGo();
      const next = line && ready.includes(line) ? line.waiting.shift() : undefined;
      if (!line || !next) return;
      line.underWay += 1;
      next();
    }
  }

  #mayGo(): Line | null {
    if (this.#urgent.waiting.length > 0) return this.#urgent;
    return this.#urgent.underWay === 0 ? this.#patient : null;
  }
}

interface Line {
  underWay: number;
  readonly waiting: (() => void)[];
}
