import { readFileSync } from "node:fs";
import type { Label } from "../../src/phrases/scored/model.ts";

/** One thing said, what it asks for, and whether in the thread of a run. */
export type Example = { says: string; label: Label; isInThread: boolean };

const names: Record<string, string> = {
  P: "ingredient-analyzer",
  O: "gepa",
  M: "mini",
  R: "r12",
  C: "c7",
  D: "d3",
  V: "v2",
  E: "e3",
  G: "g4",
  $: "$4",
};
const others: Record<string, string> = {
  P: "parcel-claims",
  O: "miprov2",
  M: "grand",
  R: "r14",
  C: "c9",
  D: "d1",
  V: "v4",
  E: "e5",
  G: "g2",
  $: "2 dollars",
};

/** The written lessons: each line once for every one of its alternatives. */
export function written(): Example[] {
  const text = readFileSync(new URL("lessons.txt", import.meta.url), "utf8");
  let heading: string[] = [];
  return text
    .split("\n")
    .flatMap((line) => {
      if (line.startsWith("# ")) heading = line.slice(2).split(" ");
      if (line.startsWith("# ") || line.trim() === "") return [];
      const label = heading[0] as Label;
      const isInThread = heading[1] === "here";
      return spelledOut(line).map((says) => ({ says, label, isInThread }));
    })
    .flatMap((example, n) => [example, ...(n % 2 === 0 ? [{ ...example, says: within(example.says, n) }] : [])]);
}

/** The same among words that ask for nothing, so that those weigh nothing. */
const within = (says: string, n: number): string => {
  const [ahead, behind] = [before[n % before.length], after[(n >> 1) % after.length]];
  if (n % 6 === 0) return `${ahead} ${says}`;
  return n % 6 === 2 ? `${says.replace(/[.?!]$/, "")}${behind}` : `${ahead} ${says.replace(/[.?!]$/, "")}${behind}`;
};
const before =
  `hey team,|hi helix,|good morning!|sorry to bother you again,|so|ok so|quick one:|we talked about it the whole morning and|everyone here agrees, so|my manager asked me about it again, so|I was away last week and lost track.|not sure if this is the right place, but|when you have a minute,|after lunch with the data team I thought:|the customer called again.|I had no good answer when they asked me about our costs, so|it's friday and I want to go home, so|I'm preparing slides for the board.|on my phone here,|hello, me again.|the numbers look boring, so|one more thing:|thanks for yesterday! now|so the accounting people came by this morning...|if you don't mind,|we just got new labels from the annotators.|I have a meeting in ten minutes and|as discussed with Priya and the others,|before I forget:|anyway,|the team is waiting for this:|long story short,|first off,|to start with,|for starters|first of all:|ahead of the demo|before anything else,|two things from me:|well,|right,|for the record,|I don't know whom to ask, so|don't know if it's me you wait for, but|I don't mind the costs:|we don't have much time, so|they don't tell me anything, so|I can't find it anywhere:`.split(
    "|",
  );
const after =
  `, thank you in advance|, thanks!| when you have a moment|, it was decided this morning|, it eats all the quota|, I need it for a meeting| - cheers|, we have not much time today|, the customer is waiting for it| :pray:|, that's all for now|. Sorry for the noise|. Thank you very much for your help|, I'm only curious|, my boss wants to know|, I don't remember how they were called| lol|, as far as I know nobody did it yet|. I'll be back after standup|, because I want to see which examples flipped|. No hurry|, it was a good one`.split(
    "|",
  );

function spelledOut(line: string): string[] {
  const lines = line.includes("(") ? [line] : line.split("|");
  return lines.flatMap((each) => {
    const groups = [...each.matchAll(/\(([^()]*)\)/g)].map(([, inner = ""]) => inner.split("|"));
    const most = Math.max(1, ...groups.map(({ length }) => length));
    return Array.from({ length: most }, (_, n) => {
      let group = 0;
      const filled = each.replace(/\([^()]*\)/g, () => {
        const choice = groups[group++] ?? [];
        return choice[(n + (n >= choice.length ? group : 0)) % choice.length] ?? "";
      });
      return named(filled, n).replace(/ +/g, " ").trim();
    });
  });
}

function named(line: string, n: number): string {
  const used = new Set<string>();
  return line.replace(/(?<![\w$])([POMRCDVEG]|\$)(?![\w$\d])/g, (name) => {
    const isOther = used.has(name) !== (n % 2 === 1);
    used.add(name);
    return (isOther ? others : names)[name] ?? name;
  });
}
