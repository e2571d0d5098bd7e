import { runsOf, textsIn, wordsOf } from "./leaks.ts";

/** Words that instructions share with an input of the train split, in its order: the prompt may repeat what it saw. */
export interface CopiedText {
  /** Key of the example. */
  key: string;
  words: string;
}

/** So many words in a row are a copy and not a phrase. */
const longRun = 8;
const mostKept = 3;

/** Looks for long runs of words of train inputs in new instructions that the old ones did not have, a row at a time. */
export class CopyCheck {
  private readonly runs: Set<string>;
  private readonly longest: (CopiedText & { size: number })[] = [];

  constructor(before: string, after: string) {
    const known = new Set(runsOf(wordsOf(before), longRun));
    this.runs = new Set(runsOf(wordsOf(after), longRun).filter((run) => !known.has(run)));
  }

  see({ key, inputs }: { key: string; inputs: Record<string, unknown> }): void {
    if (this.runs.size === 0) return;
    const words = textsIn(inputs).map((text) => longestRun(wordsOf(text), this.runs));
    const best = words.sort((a, b) => b.length - a.length)[0] ?? [];
    if (best.length === 0 || this.longest.some((each) => each.words === best.join(" "))) return;
    this.longest.push({ key, words: best.join(" "), size: best.length });
    this.longest.sort((a, b) => b.size - a.size).splice(mostKept);
  }

  /** The longest few, the longest first. */
  found(): CopiedText[] {
    return this.longest.map(({ key, words }) => ({ key, words }));
  }
}

/** The longest stretch of words all of whose runs are known; empty where no run is. */
function longestRun(words: readonly string[], runs: ReadonlySet<string>): string[] {
  let [from, best] = [-1, [] as string[]];
  runsOf(words, longRun).forEach((run, at) => {
    if (!runs.has(run)) from = -1;
    else if (from < 0) from = at;
    if (from >= 0 && at + longRun - from > best.length) best = words.slice(from, at + longRun);
  });
  return best;
}
