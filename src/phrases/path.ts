import type { Verb } from "../../models/intent/words.ts";
import type { Clause } from "./clauses.ts";
import type { Grammar, Rule } from "./grammar.ts";
import type { Opening } from "./openings.ts";
import { type Match, Matcher } from "./pattern.ts";
import { soft } from "./talk.ts";

/** A stretch of the text and what it was taken for. */
export type Piece = { from: number; to: number } & (
  | { is: "opening"; rule: Rule<Opening>; slots: Match["slots"] }
  | { is: "clause"; rule: Rule<Clause>; slots: Match["slots"] }
  | { is: "request" | "nothing" | "mark" | "question" | "lost" }
);

/** What each reading of a stretch costs: the cheapest way through the text is how it was meant. */
const cost = {
  opening: 0.6,
  unplacedOpening: 4.5,
  unknown: 1.5,
  clause: 0.1,
  before: 0.3,
  nothing: 0.02,
  soft: 0.5,
  lost: 2,
  noAsk: 6,
};

const separator = /(?:(?:[,.;:!"]+|and|then|also|but|so|because|since|while|cause) )+/iy;
const question = /\?+ /y;
/** How far a reading has come; `fresh`: an ask may begin here. */
type Node = { cost: number; verb: Verb | null; fresh: boolean; piece: Piece | null; previous: Node | null };

/** The cheapest sequence of pieces that covers the whole text. */
export function pathThrough(text: string, grammar: Grammar): Piece[] {
  const nodes: Map<string, Node>[] = Array.from({ length: text.length + 1 }, () => new Map());
  nodes[0]?.set("", { cost: 0, verb: null, fresh: true, piece: null, previous: null });
  const matcher = new Matcher(text, grammar.vocabulary);
  nodes.forEach((here, at) => {
    if (here.size === 0 || at === text.length) return;
    const found = new Possible(matcher, grammar, at);
    for (const node of here.values()) for (const next of stepsFrom(node, found)) keep(nodes, next);
  });
  const [end] = [...(nodes[text.length]?.values() ?? [])].sort((a, b) => total(a) - total(b));
  return piecesOf(end ?? null);
}

/** A text in which nothing is asked for is the last resort. */
const total = (node: Node): number => node.cost + (node.verb === null ? cost.noAsk : 0);

function keep(nodes: Map<string, Node>[], node: Node): void {
  const at = nodes[node.piece?.to ?? 0];
  const key = `${node.verb} ${node.fresh}`;
  const before = at?.get(key);
  if (!before || node.cost < before.cost - 1e-9) at?.set(key, node);
}

type Step = { piece: Piece; price: number; verb?: Verb; fresh?: boolean };

function stepsFrom(node: Node, possible: Possible): Node[] {
  const steps = [...openingSteps(node, possible), ...clauseSteps(node, possible), ...possible.plain()];
  return steps.map(({ piece, price, verb = node.verb, fresh = false }) => ({
    cost: node.cost + price,
    verb,
    fresh,
    piece,
    previous: node,
  }));
}

const openingSteps = ({ fresh }: Node, possible: Possible): Step[] =>
  possible.openings().map((piece) => ({ piece, price: openingPrice(fresh, piece), verb: piece.rule.verb }));

const clauseSteps = ({ verb }: Node, possible: Possible): Step[] =>
  possible.clauses(verb ?? "run").map((piece) => ({ piece, price: verb === null ? cost.before : cost.clause }));

function openingPrice(fresh: boolean, { rule, slots }: Extract<Piece, { is: "opening" }>): number {
  const isUnknown = slots.some(([name]) => name === "unknown");
  return (
    (fresh ? cost.opening : cost.unplacedOpening) +
    (isUnknown ? cost.unknown : 0) +
    (rule.weak ? 1.2 : 0) +
    (rule.refers === "again" ? 0.6 : rule.refers ? 0.05 : 0)
  );
}

/** What can stand at one place of the text, whatever stood before; each is looked for once. */
class Possible {
  readonly #matcher: Matcher;
  readonly #grammar: Grammar;
  readonly #at: number;
  readonly #clauses = new Map<Verb, Extract<Piece, { is: "clause" }>[]>();
  #openings: Extract<Piece, { is: "opening" }>[] | null = null;
  #plain: Step[] | null = null;

  constructor(matcher: Matcher, grammar: Grammar, at: number) {
    this.#matcher = matcher;
    this.#grammar = grammar;
    this.#at = at;
  }

  openings() {
    this.#openings ??= this.#matching(this.#grammar.openings).map((found) => ({ is: "opening" as const, ...found }));
    return this.#openings;
  }

  clauses(verb: Verb) {
    const known = this.#clauses.get(verb);
    if (known) return known;
    const rules = this.#grammar.clauses[verb] ?? [];
    const found = this.#matching(rules).map((each) => ({ is: "clause" as const, ...each }));
    this.#clauses.set(verb, found);
    return found;
  }

  /** Words that say nothing, question marks, and the word itself as lost. */
  plain(): Step[] {
    this.#plain ??= this.#plainSteps();
    return this.#plain;
  }

  #plainSteps(): Step[] {
    const at = this.#at;
    const { word, to } = this.#matcher.word(at);
    const step = (is: "request" | "nothing" | "mark" | "question", end: number): Step[] =>
      end <= at ? [] : [{ piece: { is, from: at, to: end }, price: cost.nothing, fresh: true }];
    return [
      ...step("mark", this.#end(separator)),
      ...step("question", this.#end(question)),
      ...this.#ends(this.#grammar.fillers).flatMap((end) => step("nothing", end)),
      ...this.#ends(this.#grammar.requests).flatMap((end) => step("request", end)),
      { piece: { is: "lost", from: at, to }, price: soft.test(word) ? cost.soft : cost.lost },
    ];
  }

  #end(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return this.#at + (pattern.exec(this.#matcher.text)?.[0].length ?? 0);
  }

  #ends(rules: readonly Rule<object>[]): number[] {
    return [...new Set(this.#matching(rules).map(({ to }) => to))];
  }

  #matching<T extends object>(
    rules: readonly Rule<T>[],
  ): { rule: Rule<T>; slots: Match["slots"]; from: number; to: number }[] {
    const from = this.#at;
    return begunBy(this.#matcher.word(from).word, rules).flatMap((rule) =>
      this.#matcher.at(rule.pattern, from).flatMap(({ to, slots }) => (to > from ? [{ rule, slots, from, to }] : [])),
    );
  }
}

const begun = new WeakMap<readonly unknown[], Map<string, readonly unknown[]>>();

/** The rules that a word may begin, looked up once for each word. */
function begunBy<T extends object>(word: string, rules: readonly Rule<T>[]): readonly Rule<T>[] {
  const own = begun.get(rules) ?? new Map<string, readonly Rule<T>[]>();
  begun.set(rules, own);
  const before = own.get(word) as readonly Rule<T>[] | undefined;
  if (before) return before;
  const found = rules.filter(({ first }) => first === null || first.has(word));
  if (own.size < 5_000) own.set(word, found);
  return found;
}

function piecesOf(end: Node | null): Piece[] {
  const pieces: Piece[] = [];
  for (let node = end; node?.piece; node = node.previous) pieces.push(node.piece);
  return pieces.reverse();
}
