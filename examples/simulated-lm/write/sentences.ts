/** Sentences of a text: split at line ends and after a full stop, bullets removed. */
export function sentencesOf(text: string): string[] {
  const parts = text.split(/\n+|(?<=[.!?])\s+(?=["A-Z])/);
  return parts.map((part) => part.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, "").trim()).filter((part) => part !== "");
}
