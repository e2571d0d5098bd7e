import { wholeNumber, wholeOf } from "../money.ts";

/**
 * Figures and names as they are dictated or taken from code, as they are written elsewhere: "c twelve" is c12,
 * "temperature zero point five" 0.5, "2,50 dollars" 2.50, `dspy.GEPA` gepa.
 */
export const writtenOut = (text: string): string =>
  ways.reduce((said, [words, written]) => said.replace(words, written as (...groups: string[]) => string), text);

const digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const digit = `(?:${digits.join("|")}|oh|\\d)`;
const asDigits = (words: string): string =>
  words
    .trim()
    .split(" ")
    .map((word) => (word === "oh" ? "0" : digits.includes(word) ? String(digits.indexOf(word)) : word))
    .join("");

/** How the letter of an id is said. */
const letters: Record<string, string> = {
  dee: "d",
  vee: "v",
  version: "v",
  see: "c",
  sea: "c",
  run: "r",
  candidate: "c",
  deployment: "d",
};
const idOf = (_: string, letter: string, number: string): string =>
  `${letters[letter.toLowerCase()] ?? letter}${wholeOf(number)} `;

const homophones: Record<string, string> = { for: "four", to: "two", too: "two", won: "one", ate: "eight" };
/** What says that an amount follows. */
const limit =
  "(?:no more than|not more than|more than|at most|up to|under|below|within|past|over|above|exceed|exceeding|budget|budget of|budget is|cap|cap of|max|maximum|limit|limit of|spend|spending)";

const ways: readonly (readonly [RegExp, string | ((...groups: string[]) => string)])[] = [
  [
    /\b(one|two|three|four|five|six|seven|eight|nine)-(ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(five))?(?= )/gi,
    (_, whole = "", tens = "", five = "") => `${whole} ${tens}${five ? ` ${five}` : ""}`,
  ],
  [/(?<=\b(?:of|at|budget|limit|cap|to|like) )(?:, )?(?:(?:let's|lets|let us|shall we) )?say (?:, )?(?=\$?\d)/gi, ""],
  [/\bdspy\.(?=[a-z])/gi, ""],
  [/\b(?!self-)(\w+)-(reflection|reflector)(?= )/gi, "$1 for $2"],
  [/\b(?:pgm|prog|program|app|opt|optim|optimi[sz]er|lm|llm|model|student)=(?=[^\s=])/gi, ", "],
  [/\b(?:teacher|reflector|reflection\w*)=(?=[^\s=])/gi, ", reflection : "],
  [/\b(?:budget\w*|cap|max_?(?:usd|cost|budget|spend)|limit)=\$?(?=\d)/gi, ", budget : "],
  [/\((?:auto=)?"?(light|medium|heavy)"?\)?(?= )/gi, (_, level = "") => ` effort ${level}`],
  [/(\w)\(\)(?= )/g, "$1"],
  [/\b(gepa|mipro(?:v2)?|simba|copro|bootstrap[\w-]*)-(runs?|compile|optimi[sz]ation|pass|round)(?= )/gi, "$1 $2"],
  [/\b(gepa|mipro(?:v2)?|simba|copro)(?:'?d|'?ed|-?if(?:y|ied)|-?f(?:y|ied)|-?ing)(?= )/gi, "$1"],
  [/\bchain_?of_?thoughts?\b/gi, "chain of thought"],
  [/(?<![\w.,])(\d+),(\d{1,2})(?=[ $])/g, "$1.$2"],
  [
    new RegExp(`\\b(zero|one|two|oh) point ((?:${digit} )+)`, "gi"),
    (_, whole = "", rest = "") =>
      `${asDigits(whole.toLowerCase())}.${asDigits(rest.toLowerCase()).replace(/0+$/, "") || "0"} `,
  ],
  [new RegExp(`\\b(r|c|d|v|dee|vee|version|run|candidate|deployment) (${wholeNumber}) (?!\\w+s )`, "gi"), idOf],
  [
    new RegExp(`(?<=\\b(?:compare|promote|vs|versus|against|with|and|is|does|to) )(see|sea) (${wholeNumber}) `, "gi"),
    idOf,
  ],
  [new RegExp(`\\b(${wholeNumber}|\\d+)-dollars?(?= )`, "gi"), "$1 dollars"],
  [/\b(\d+)\.[-–](?= )/g, "$1"],
  [
    new RegExp(
      `\\b(budget(?: of| is| :)?|cap(?: of| is| :)?|limit(?: of| is| :)?) (${wholeNumber}) (?=[,.;] |$)`,
      "gi",
    ),
    (_, ahead = "", whole = "") => `${ahead} $${wholeOf(whole)} `,
  ],
  [
    new RegExp(
      `\\b(${wholeNumber}) (${wholeNumber})(?= (?:should|will|would|is|must|has to)(?: be)? (?:plenty|enough|sufficient|fine|the (?:limit|max|most|cap))\\b| (?:max|tops|at most)\\b)`,
      "gi",
    ),
    (_, whole = "", cents = "") => `$${wholeOf(whole)}.${String(wholeOf(cents)).padStart(2, "0")}`,
  ],
  [/\b(for|to|too|won|ate) (?=(?:dollars?|bucks?)\b)/gi, (_, word = "") => `${homophones[word.toLowerCase()]} `],
  [
    new RegExp(`\\b(${limit}(?: (?:a|of|is|to))?) (${wholeNumber}) (${wholeNumber}) (?!dollar|cent|percent)`, "gi"),
    (_, ahead = "", whole = "", cents = "") =>
      `${ahead} $${wholeOf(whole)}.${String(wholeOf(cents)).padStart(2, "0")} `,
  ],
  // "With two fifty"
  [
    /\b(with|for|at|only) (one|two|three|four|five|six|seven|eight|nine) (ten|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety) (five )?(?!\w+s )/gi,
    (_, ahead = "", whole = "", tens = "", five = "") =>
      `${ahead} $${wholeOf(whole)}.${wholeOf(`${tens} ${five ?? ""}`.trim())} `,
  ],
];
