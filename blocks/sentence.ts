/** Words as a sentence: begun with a capital unless the first word is a name (`ticket-triage`, `max_calls`), and ended. */
export function asSentence(words: string): string {
  const trimmed = words.trim();
  if (trimmed === "") return "";
  const begun = /^\p{Ll}[\p{L}’']*(?=[\s,;:.]|$)/u.test(trimmed)
    ? trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
    : trimmed;
  return /[.!?…][”")]?$/.test(begun) ? begun : `${begun}.`;
}

/** Which of a list are shown: "1 to 6 of 7", and of the last one alone "7 of 7". */
export const shownOf = (from: number, to: number, total: number): string =>
  `${from === to ? to : `${from} to ${to}`} of ${total}`;
