/**
 * Patterns in which the grammar of plain words is written, over text as `tidy` leaves it (every word ends in a space):
 * `word`, `(one | other)`, `[optional]`, `{slot}` for a value that is read, `$macro` for a group of wordings.
 */
export type Pattern = { options: Part[][] };
type Part =
  | { is: "word"; word: string }
  | { is: "slot" | "macro"; name: string }
  | { is: "group"; words: ReadonlySet<string>; pattern: Pattern; optional: boolean };

/** The pattern as a tree. */
export function patternOf(says: string): Pattern {
  const tokens = says.match(/\{\w+\}|[[\]()|]|[^\s[\]()|{}]+/g) ?? [];
  const { pattern, next } = optionsFrom(tokens, 0);
  if (next !== tokens.length) throw new TypeError(`a bracket too many in ${says}`);
  return pattern;
}

function optionsFrom(tokens: string[], start: number): { pattern: Pattern; next: number } {
  const options: Part[][] = [[]];
  let at = start;
  for (; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (token === "]" || token === ")") break;
    if (token === "|") options.push([]);
    else if (token === "[" || token === "(") {
      const inner = optionsFrom(tokens, at + 1);
      options.at(-1)?.push(groupOf(inner.pattern, token === "["));
      at = inner.next;
    } else options.at(-1)?.push(partOf(token));
  }
  return { pattern: { options }, next: at };
}

function partOf(token: string): Part {
  if (token.startsWith("{")) return { is: "slot", name: token.slice(1, -1) };
  if (/^\$\w/.test(token)) return { is: "macro", name: token.slice(1) };
  return { is: "word", word: token.toLowerCase() };
}

/** Options of one word are looked up, not tried one by one. */
function groupOf({ options }: Pattern, optional: boolean): Part {
  const single = options.flatMap((parts) => (parts.length === 1 && parts[0]?.is === "word" ? [parts[0].word] : []));
  const others = options.filter((parts) => parts.length !== 1 || parts[0]?.is !== "word");
  return { is: "group", words: new Set(single), pattern: { options: others }, optional };
}

/** The words a pattern may begin with; null where a value may stand first, or nothing has to. */
export function beginningsOf(pattern: Pattern, macros: Record<string, Pattern>): ReadonlySet<string> | null {
  const words = new Set<string>();
  const isClosed = pattern.options.every((parts) => begins(parts, macros, words));
  return isClosed ? words : null;
}

/** Gathers the first words of a sequence; false where it may begin with something else than a word. */
function begins(parts: Part[], macros: Record<string, Pattern>, words: Set<string>): boolean {
  for (const part of parts) {
    if (part.is === "slot") return false;
    if (part.is === "word") {
      words.add(part.word);
      return true;
    }
    const options = part.is === "group" ? part.pattern.options : macroNamed({ macros }, part.name).options;
    if (part.is === "group") for (const word of part.words) words.add(word);
    if (!options.every((option) => begins(option, macros, words) || isEmptyable(option, macros))) return false;
    if (!isEmptyable([part], macros)) return true;
  }
  return false;
}

const isEmptyable = (parts: Part[], macros: Record<string, Pattern>): boolean =>
  parts.every(
    (part) =>
      (part.is === "group" && (part.optional || part.pattern.options.some((option) => isEmptyable(option, macros)))) ||
      (part.is === "macro" && (macros[part.name]?.options ?? []).some((option) => isEmptyable(option, macros))),
  );

/** Every word that the patterns spell out: what a misspelt word may have been. */
export function wordsIn(patterns: readonly string[]): string[] {
  const words = patterns.flatMap((pattern) => pattern.match(/\{\w+\}|\$\w+|[\p{L}'-]+/gu) ?? []);
  return [...new Set(words.filter((word) => /^\p{L}/u.test(word)).map((word) => word.toLowerCase()))];
}

/** The text with nothing in it that an expression would read. */
export function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

/** A list may end with its first value: what follows may be about something else. */
const oneOf: Record<string, string> = { model: "reflection", optimizer: "oneOptimizer" };

/** How far a pattern reaches, and what its slots hold. */
export type Match = { to: number; slots: readonly [slot: string, words: string][] };
/** Expressions of the slots, sticky; and the macros as trees. */
export type Vocabulary = { slots: Record<string, RegExp>; macros: Record<string, Pattern> };

/** Finds patterns in one text; what was found of slots and macros at a place is kept. */
export class Matcher {
  readonly #found = { slot: new Map<string, Match[][]>(), macro: new Map<string, Match[][]>() };
  readonly #words: { word: string; to: number }[] = [];

  readonly text: string;
  readonly #vocabulary: Vocabulary;

  constructor(text: string, vocabulary: Vocabulary) {
    this.text = text;
    this.#vocabulary = vocabulary;
  }

  /** Every way in which the pattern fits at a place, one for each end, the preferred first. */
  at(pattern: Pattern, from: number): Match[] {
    const open = pattern.options.filter(([first]) => first?.is !== "word" || first.word === this.word(from).word);
    return distinct(open.flatMap((parts) => this.#sequence(parts, from)));
  }

  /** The word that begins there, in lower case, and where the next one begins. */
  word(from: number): { word: string; to: number } {
    const before = this.#words[from];
    if (before) return before;
    const end = this.text.indexOf(" ", from);
    const found = { word: this.text.slice(from, end).toLowerCase(), to: end + 1 };
    this.#words[from] = found;
    return found;
  }

  #sequence(parts: Part[], from: number): Match[] {
    let reached: Match[] = [{ to: from, slots: [] }];
    for (const part of parts) {
      const next = reached.flatMap(({ to, slots }) => {
        const found = this.#part(part, to);
        return slots.length === 0 ? found : found.map((each) => ({ to: each.to, slots: [...slots, ...each.slots] }));
      });
      if (next.length === 0) return [];
      reached = distinct(next);
    }
    return reached;
  }

  #part(part: Part, from: number): Match[] {
    if (part.is === "word") {
      const { word, to } = this.word(from);
      return from < this.text.length && word === part.word ? [{ to, slots: [] }] : [];
    }
    if (part.is === "group") return this.#group(part, from);
    return this.#kept(part, from, () =>
      part.is === "slot" ? this.#slot(part.name, from) : this.at(macroNamed(this.#vocabulary, part.name), from),
    );
  }

  #group({ words, pattern, optional }: Extract<Part, { is: "group" }>, from: number): Match[] {
    const { word, to } = this.word(from);
    return [
      ...(from < this.text.length && words.has(word) ? [{ to, slots: [] }] : []),
      ...this.at(pattern, from),
      ...(optional ? [{ to: from, slots: [] }] : []),
    ];
  }

  #slot(name: string, from: number): Match[] {
    const expression = this.#vocabulary.slots[name];
    if (!expression) throw new TypeError(`the grammar has no slot ${name}`);
    const found = [expression, this.#vocabulary.slots[oneOf[name] ?? ""]].flatMap((each) => {
      if (each) each.lastIndex = from;
      return each?.exec(this.text)?.[0] ?? [];
    });
    return distinct(found.map((words) => ({ to: from + words.length, slots: [[name, words.trim()]] })));
  }

  #kept({ is, name }: Extract<Part, { name: string }>, from: number, find: () => Match[]): Match[] {
    const own = this.#found[is].get(name) ?? [];
    this.#found[is].set(name, own);
    own[from] ??= find();
    return own[from];
  }
}

function macroNamed({ macros }: Pick<Vocabulary, "macros">, name: string): Pattern {
  const macro = macros[name];
  if (!macro) throw new TypeError(`the grammar has no macro ${name}`);
  return macro;
}

function distinct(matches: Match[]): Match[] {
  if (matches.length < 2) return matches;
  const seen = new Map<number, Match>();
  for (const match of matches) if (!seen.has(match.to)) seen.set(match.to, match);
  return [...seen.values()];
}
