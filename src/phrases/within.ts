import type { Ask } from "./asks.ts";
import { isHarmless } from "./meant.ts";
import { mayTurn } from "./talk.ts";

/**
 * What a message says of itself: "r12 is burning money, kill it", "what is deployed for claims, and who approved it?",
 * "kill r3 and r4". The first is filled in, the second takes the program of the question before, the third is two.
 */
export const withinMessage = (asks: readonly Ask[]): Ask[] =>
  asks
    .map(withIdBefore)
    .map((ask, n, all) => withProgramBefore(ask, all.slice(0, n)))
    .flatMap(eachRun);

const idFor = (verb: string): RegExp => (verb === "promote" ? /\b(?:[der]\d+|c\d[0-9a-f]*)\b/gi : /\br\d+\b/gi);
const pointing = new Set(["cancel", "pause", "resume", "promote", "status", "why"]);

function withIdBefore(ask: Ask): Ask {
  const { draft, refers, unplaced } = ask;
  if (refers === null || draft.operands.length > 0 || !pointing.has(draft.verb)) return ask;
  const said = unplaced.flatMap(({ words }) => words.match(idFor(draft.verb)) ?? []);
  const [id] = said;
  if (id === undefined || new Set(said).size > 1) return ask;
  const rest = unplaced.filter(({ words }) => !words.includes(id) || mayTurn(words));
  return { ...ask, unplaced: rest, refers: null, draft: { ...draft, operands: [id] } };
}

function withProgramBefore(ask: Ask, before: readonly Ask[]): Ask {
  if (ask.draft.verb !== "lineage" || ask.draft.operands.length > 0) return ask;
  const program = before.findLast(({ draft }) => isHarmless(draft.verb) && isName(draft.operands[0]))?.draft
    .operands[0];
  return program === undefined ? ask : { ...ask, draft: { ...ask.draft, operands: [program] } };
}

function eachRun(ask: Ask): Ask[] {
  const { verb, operands } = ask.draft;
  const isSteering = verb === "cancel" || verb === "pause" || verb === "resume";
  if (!isSteering || operands.length < 2) return [ask];
  return [...new Set(operands)].map((run) => ({ ...ask, draft: { ...ask.draft, operands: [run] } }));
}

const isName = (word: string | undefined): boolean => word !== undefined && !/^(?:[degrvx]\d+|c\d\w*)$/i.test(word);
