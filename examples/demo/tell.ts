const start = performance.now();
const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s`;

/** Prints the story as a person would see it in Slack, with elapsed times. */
export class Teller {
  step(n: number, title: string): void {
    process.stdout.write(`\n${seconds()}  ── ${n}. ${title} ${"─".repeat(Math.max(2, 84 - title.length))}\n`);
  }

  /** What somebody does. */
  does(words: string): void {
    process.stdout.write(`\n${seconds()}  ▸ ${words}\n`);
  }

  /** What stands in Slack, `inThread` set in. */
  shows(text: string, inThread = false): void {
    const margin = inThread ? "          ┆   " : "          ";
    process.stdout.write(
      `${text
        .split("\n")
        .map((line) => `${margin}${line}`.trimEnd())
        .join("\n")}\n`,
    );
  }

  /** A fact of the story that was checked. */
  holds(words: string): void {
    process.stdout.write(`${seconds()}  ✓ ${words}\n`);
  }

  /** Nothing is worth shipping, which is a result, too. */
  endsEarly(verdict: string): false {
    process.stdout.write(
      `\n${seconds()}  The story ends here, and nobody is asked to ship anything (${verdict}). Every step so far held.\n`,
    );
    return false;
  }

  end(): void {
    process.stdout.write(`\n${seconds()}  The loop has turned once; every step held.\n`);
  }
}
