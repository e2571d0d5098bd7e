/** Raw text to text that Slack takes: cleaned, escaped, cut. */

/** Controls other than tab and newline, overrides of the writing direction, and non-characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]/gu;

/** Takes out what would break or disguise a message; a lone surrogate becomes U+FFFD. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(unwanted, "")
    .replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Escapes what Slack reads as markup: `<!channel>`, `<@U…>` and links stay words. */
export function escapeText(text: string): string {
  return clean(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** An entity, or a mention, date or link as Slack writes it: never halved. */
const atom = /&(?:amp|lt|gt);|<[@#!][^<>\n]{1,300}>|<https?:[^<>\n]{1,3300}>/y;
const atoms = new RegExp(atom.source, "g");
const longestAtom = 3_310;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** A grapheme may carry thousands of combining marks; beyond this many units it is cut by code points. */
const longestGrapheme = 40;

/**
 * Cuts text, escaped or not, to at most `max` UTF-16 code units, between graphemes, and says how much is missing.
 * Where a sentence would not fit (`max` under 100) the sign of the cut is an ellipsis alone.
 */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  if (max < 100) return max < 1 ? "" : `${text.slice(0, fitting(text, max - 1))}…`;
  const end = fitting(text, max - missing(text.length).length);
  return text.slice(0, end) + missing(charactersIn(text.slice(end)));
}

function missing(count: number): string {
  return `… (cut, ${count} more ${count === 1 ? "character" : "characters"})`;
}

function charactersIn(text: string): number {
  return [...text.replace(/&(?:amp|lt|gt);/g, "&")].length;
}

/** How many code units of the text can be shown within `max` without halving anything. */
function fitting(text: string, max: number): number {
  const from = borderBefore(text, max - longestGrapheme);
  let end = from;
  for (const segmented of graphemes.segment(text.slice(from, max + longestGrapheme))) {
    const { segment } = segmented;
    const index = from + segmented.index;
    const beyond = index + segment.length - end;
    if (beyond <= 0) continue;
    // A mark may join the end of an atom: it is counted by itself.
    const size = index < end ? beyond : sizeOf(text, index, segment);
    if (end + size > max) return segment.length > longestGrapheme ? wholeCodePoints(text, max) : end;
    end += size;
  }
  return end;
}

/** The last place up to `max` where a grapheme surely ends: between two ASCII characters, but not within an atom. 0 where there is none. */
function borderBefore(text: string, max: number): number {
  const marked = text
    .slice(0, Math.max(0, max) + longestAtom)
    .replace(atoms, (found) => found.charAt(0) + "\0".repeat(found.length - 1));
  let at = max;
  while (at > 0 && !(isAscii(marked, at) && isAscii(text, at - 1))) at -= 1;
  return Math.max(0, at);
}

const isAscii = (text: string, at: number): boolean => text.charCodeAt(at) >= 32 && text.charCodeAt(at) < 127;

function sizeOf(text: string, index: number, segment: string): number {
  atom.lastIndex = index;
  return atom.exec(text)?.[0].length ?? segment.length;
}

function wholeCodePoints(text: string, max: number): number {
  return /[\ud800-\udbff]/.test(text.charAt(max - 1)) ? max - 1 : max;
}
