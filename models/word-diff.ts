import { diffLines, diffWordsWithSpace } from "diff";

/** One line that went (−) or came (+); `changed` parts are the words that differ from the line it replaces, none where all of it does. */
export interface ChangedLine {
  sign: "−" | "+";
  parts: { text: string; changed: boolean }[];
}

/** Beyond this a comparison of words is given up, and lines are told as wholes. */
const timeout = 500;

/** What changed between two texts, line by line, and word by word where one line took another's place. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const hunks = diffLines(`${before}\n`, `${after}\n`, { timeout }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  return hunks.flatMap((hunk, at) => {
    const next = hunks[at + 1];
    if (hunk.removed && next?.added) return replaced(hunk.value, next.value);
    if (hunk.added && hunks[at - 1]?.removed) return [];
    if (hunk.removed || hunk.added) return wholeLines(hunk.value, hunk.removed ? "−" : "+");
    return [];
  });
}

function replaced(before: string, after: string): ChangedLine[] {
  const parts = diffWordsWithSpace(before, after, { timeout });
  if (!parts) return [...wholeLines(before, "−"), ...wholeLines(after, "+")];
  const side = (sign: "−" | "+") =>
    linesOf(
      parts
        .filter(({ added, removed }) => (sign === "−" ? !added : !removed))
        .map(({ value, added, removed }) => ({ text: value, changed: added || removed })),
    ).map((line) => ({ sign, parts: line }));
  return [...side("−"), ...side("+")];
}

const wholeLines = (text: string, sign: "−" | "+"): ChangedLine[] =>
  linesOf([{ text, changed: false }]).map((parts) => ({ sign, parts }));

/** Parts cut at the ends of lines; empty lines say nothing. */
function linesOf(parts: ChangedLine["parts"]): ChangedLine["parts"][] {
  const lines: ChangedLine["parts"][] = [[]];
  for (const { text, changed } of parts)
    text.split("\n").forEach((piece, at) => {
      if (at > 0) lines.push([]);
      if (piece !== "") lines.at(-1)?.push({ text: piece, changed });
    });
  return lines.filter((line) => line.some(({ text }) => text.trim() !== "")).map(tidied);
}

/** Changed words with nothing but spaces between them are one change, and a line that changed as a whole needs no marks. */
function tidied(line: ChangedLine["parts"]): ChangedLine["parts"] {
  const merged: ChangedLine["parts"] = [];
  line.forEach(({ text, changed }, at) => {
    const isBetween = text.trim() === "" && line[at - 1]?.changed === true && line[at + 1]?.changed === true;
    const last = merged.at(-1);
    if (last && last.changed === (changed || isBetween)) last.text += text;
    else merged.push({ text, changed: changed || isBetween });
  });
  return merged.length === 1 ? merged.map(({ text }) => ({ text, changed: false })) : merged;
}

/** Words of the second text that the first has not, and the other way round. All of both where that takes too long. */
export function countChangedWords(before: string, after: string): { wordsAdded: number; wordsRemoved: number } {
  const parts = diffWordsWithSpace(before, after, { timeout }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const count = (which: "added" | "removed") =>
    parts.filter((part) => part[which]).reduce((sum, { value }) => sum + value.split(/\s+/).filter(Boolean).length, 0);
  return { wordsAdded: count("added"), wordsRemoved: count("removed") };
}
