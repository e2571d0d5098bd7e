/**
 * At most so many pieces of work at once, in the order they came, and what can wait only while none is under way or waits
 * that cannot. Under a burst acknowledgements stay prompt, and the first decisions are done before the last are begun.
 * Work must not wait for work of the same turns.
 */
export class Turns {
  readonly #atOnce: number;
  #urgent = 0;
  #patient = 0;
  readonly #urgentLine: (() => void)[] = [];
  readonly #patientLine: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Somebody waits for it. */
  async soon<T>(work: () => Promise<T>): Promise<T> {
    await this.#called(this.#urgentLine);
    try {
      return await work();
    } finally {
      this.#urgent -= 1;
      this.#callNext();
    }
  }

  /** It has to be done, and nobody waits for it. */
  async later<T>(work: () => Promise<T>): Promise<T> {
    await this.#called(this.#patientLine);
    try {
      return await work();
    } finally {
      this.#patient -= 1;
      this.#callNext();
    }
  }

  #called(line: (() => void)[]): Promise<void> {
    return new Promise((called) => {
      line.push(called);
      this.#callNext();
    });
  }

  #callNext(): void {
    while (this.#urgent + this.#patient < this.#atOnce) {
      const urgent = this.#urgentLine.shift();
      const next = urgent ?? (this.#urgent === 0 ? this.#patientLine.shift() : undefined);
      if (!next) return;
      if (urgent) this.#urgent += 1;
      else this.#patient += 1;
      next();
    }
  }
}
