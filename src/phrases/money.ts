/** Amounts of US dollars as people say them. */

const small =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** Numbers in words: none of them is a slip of another word. */
export const numberWords = [...small, ...tens, "hundred", "half", "dollar", "dollars", "cent", "cents"];

const word = `(?:(?:${tens.join("|")})(?:[ -](?:${small.slice(0, 9).join("|")}))?|${small.join("|")}|an? hundred|one hundred|a)`;
const number = `(?:\\d+(?:\\.\\d+)?|${word})`;
const dollars = "(?:us[ -])?(?:dollars?|bucks?|usd|bux)";
/** "a buck twenty", "two dollars fifty". */
const loose = `${number} (?:dollars?|bucks?) (?:${tens.join("|")}|[1-9]\\d) `;

/** `$2.50`, `2 dollars`, `USD 2`, `two dollars`, `two dollars and fifty cents`, `50 cents`. */
export const moneySlot = [
  "\\$ ?\\d+(?:\\.\\d+)? (?:usd )?",
  "(?:usd|us\\$) ?\\d+(?:\\.\\d+)? ",
  `${number} ${dollars} (?:and )?${number} cents? `,
  loose,
  `${number} ${dollars} and a half `,
  `${number} and a half ${dollars} `,
  `${number} ${dollars} `,
  `${number} cents? `,
  "half a (?:dollar|buck) ",
].join("|");

/** Dollars as a plain decimal, such as `2.5`; null when the words are no amount. */
export function amountOf(words: string): string | null {
  const text = words.trim().toLowerCase();
  const digits = /^(?:\$|usd|us\$) ?(\d+(?:\.\d+)?)(?: usd)?$/.exec(text)?.[1];
  if (digits !== undefined) return digits;
  if (/^half a /.test(text)) return "0.5";
  if (/ and a half\b/.test(text)) return String(numberOf(text.split(" ")[0]) + 0.5);
  const odd = new RegExp(`^(${number}) (?:dollars?|bucks?) (${tens.join("|")}|[1-9]\\d)$`).exec(text);
  if (odd) return String(Number((numberOf(odd[1]) + numberOf(odd[2]) / 100).toFixed(4)));
  const whole = new RegExp(`^(${number}) ${dollars}`).exec(text)?.[1];
  const cents = new RegExp(`(${number}) cents?$`).exec(text)?.[1];
  if (whole === undefined && cents === undefined) return null;
  return String(Number((numberOf(whole) + numberOf(cents) / 100).toFixed(4)));
}

/** A number in words, as they stand in a pattern. */
export const wholeNumber = `(?:(?:(?:${small.slice(0, 9).join("|")}|a) hundred(?: and)? )?(?:(?:${tens.join("|")})(?:[ -](?:${small.slice(0, 9).join("|")}))?|${small.join("|")})|(?:${small.slice(0, 9).join("|")}|a) hundred)`;

/** "Twenty five", "a hundred and four" */
export function wholeOf(words: string): number {
  const [, hundreds, rest = ""] = /^(?:(\w+) hundred)?(?: and)? ?(.*)$/.exec(words.trim().toLowerCase()) ?? [];
  return 100 * numberOf(hundreds) + (rest === "" ? 0 : numberOf(rest));
}

function numberOf(words: string | undefined): number {
  if (words === undefined) return 0;
  if (/^\d/.test(words)) return Number(words);
  if (words === "a") return 1;
  if (words.endsWith("hundred")) return 100;
  return words.split(/[ -]/).reduce((sum, each) => sum + figureOf(each), 0);
}

function figureOf(each: string): number {
  return tens.includes(each) ? (tens.indexOf(each) + 2) * 10 : small.indexOf(each) + 1;
}
