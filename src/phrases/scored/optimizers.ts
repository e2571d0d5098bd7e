import { everyMention, mentionedOrBoth, type Sentence } from "./mentions.ts";

/** The optimizers that are named, as commands write them. */
export function optimizersIn(sentences: readonly Sentence[]): string[] {
  const all = mentionedOrBoth(sentences, "optimizer").map(optimizerOf);
  const others = everyMention(sentences, ["optimizer"])
    .map(optimizerOf)
    .filter((name) => name !== "baseline");
  const named = all.length === 1 && all[0] === "baseline" && others.length > 0 ? others : all;
  const real = named.filter((name) => name !== "baseline" || named.length === 1 || isListed(sentences));
  return [...new Set(real)];
}

/** "a baseline for the paper: gepa" names one optimizer; "baseline, gepa and simba" three. */
const isListed = (sentences: readonly Sentence[]): boolean =>
  sentences.some(({ tokens }) =>
    tokens.some(({ is, says }, n) => {
      if (is !== "optimizer" || !says.startsWith("baseline")) return false;
      // "A random search baseline": what one optimizer's run is for.
      if (tokens[n - 1]?.is === "optimizer") return false;
      const near = [tokens[n + 1], tokens[n + 2], tokens[n - 1], tokens[n - 2], tokens[n - 3]];
      return near.some((each) => each?.is === "optimizer");
    }),
  );

/** An optimizer as commands write it. */
export function optimizerOf(says: string): string {
  const word = says.replace(/'(?:s|d|ll)$/, "").replace(/[-_ ."'`*()]/g, "");
  if (word.includes("gepa")) return "gepa";
  if (word.includes("mipro")) return "miprov2";
  if (word.startsWith("label")) return "labeled-few-shot";
  if (/^fewshots?with.*labels$/.test(word)) return "labeled-few-shot";
  if (/randomsearch|rs$/.test(word)) return "bootstrap-rs";
  if (/bootstrap|^bs/.test(word)) return "bootstrap-few-shot";
  return word.startsWith("baseline") ? "baseline" : word;
}
