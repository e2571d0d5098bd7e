/** One ingredient as written, and whether the label only says that the product may contain it. */
export interface Ingredient {
  name: string;
  trace: boolean;
}

const traceNotice =
  /^(?:may (?:also )?contain(?: traces of)?|traces of|produced in a (?:facility|kitchen) (?:that|which) (?:handles|uses))\s*:?\s*/i;
const leadIn = /^(?:contains (?:less than )?\d+ ?% (?:or less )?of(?: the following)?|contains|ingredients)\s*:\s*/i;

/** Splits an ingredient list at commas, semicolons, line ends and parentheses; a "may contain" sentence marks what follows it. */
export function readIngredients(text: string): Ingredient[] {
  return text.split(/\.\s+|\.$|\n/).flatMap(readSentence);
}

function readSentence(sentence: string): Ingredient[] {
  let trace = false;
  const found: Ingredient[] = [];
  for (const raw of sentence.split(/[,;()[\]]|: | and (?=\S+$)/)) {
    trace ||= traceNotice.test(raw.trim()) || traceNotice.test(`${raw.trim()}:`);
    const name = raw
      .trim()
      .replace(traceNotice, "")
      .replace(leadIn, "")
      .replace(/[*.]+$/, "")
      .trim();
    if (name !== "") found.push({ name, trace });
  }
  return found;
}
