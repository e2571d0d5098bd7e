/** Lower case, plain quotes, words only, plural endings cut: the form in which texts are compared. */
export function words(text: string): string[] {
  const bare = text.normalize("NFKC").toLowerCase().replace(/[’']/g, "");
  return (bare.match(/[\p{L}\p{N}]+/gu) ?? []).map(singular);
}

/** The same as one string with a space at both ends, so that whole phrases can be looked for. */
export function phrase(text: string): string {
  return ` ${words(text).join(" ")} `;
}

function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
