import { mayGovern } from "./asides.ts";
import type { Ask } from "./asks.ts";
import { isHarmless } from "./meant.ts";
import { mayTurn } from "./talk.ts";

/**
 * What a message says of itself: "r12 is burning money, kill it", "what is deployed for claims, and who approved it?",
 * "kill r3 and r4". The first is filled in, the second takes the program of the question before, the third is two.
 */
export function withinMessage(asks: readonly Ask[]): Ask[] {
  const said = asks.map(withIdBefore).map(withPair);
  return said
    .map((ask, n, all) => withSideBefore(ask, all[n - 1]))
    .map((ask, n, all) => withProgramBefore(ask, all.slice(0, n)))
    .map((ask, n, all) => {
      const isSwap = (ask.draft.verb === "cancel" && all[n + 1] !== undefined) || all[n - 1]?.draft.verb === "cancel";
      return isSwap ? withoutInstead(ask) : ask;
    })
    .filter((ask, n, all) => !isSaidAgain(ask, all.slice(0, n)) && !isMeasured(ask, said[n + 1]))
    .map(withoutOpen)
    .flatMap(eachRun);
}

/** "On it" that nothing in the message explains is left to the thread. */
const withoutOpen = (ask: Ask): Ask => (ask.refers === "program" ? { ...ask, refers: null } : ask);

const idFor = (verb: string): RegExp => (verb === "promote" ? /\b(?:[der]\d+|c\d[0-9a-f]*)\b/gi : /\br\d+\b/gi);
const pointing = new Set(["cancel", "pause", "resume", "promote", "status", "why"]);

function withIdBefore(ask: Ask): Ask {
  const { draft, refers, unplaced } = ask;
  if (refers === null || draft.operands.length > 0 || !pointing.has(draft.verb)) return ask;
  const mayName = unplaced.filter(({ words }) => !mayGovern(words) && !/\b(?:be|been)\b/i.test(words));
  const said = mayName.flatMap(({ words }) => words.match(idFor(draft.verb)) ?? []);
  const [id] = said;
  if (id === undefined || new Set(said).size > 1) return ask;
  const rest = unplaced.filter(({ words }) => !words.includes(id) || mayTurn(words));
  return { ...ask, unplaced: rest, refers: null, draft: { ...draft, operands: [id] } };
}

/** "c8 scores more than c5, put them side by side": the two that were named. */
function withPair(ask: Ask): Ask {
  const { draft, refers, unplaced } = ask;
  if (draft.verb !== "compare" || (refers !== "pair" && draft.operands.length > 0)) return ask;
  const said = unplaced.flatMap(({ words }) => words.toLowerCase().match(/\b(?:[der]\d+|c\d[0-9a-f]*)\b/g) ?? []);
  const sides = [...new Set(said)];
  const isOpen = sides.length !== 2 || draft.operands.length > 0 || unplaced.some(({ words }) => mayGovern(words));
  if (isOpen) return refers === "pair" ? { ...ask, refers: null } : ask;
  return { ...ask, refers: null, unplaced: [], draft: { ...draft, operands: sides } };
}

/** "Evaluate c9, then compare it to production": what the ask before is about. */
function withSideBefore(ask: Ask, before: Ask | undefined): Ask {
  const { draft, refers } = ask;
  const id = before?.draft.options.target ?? before?.draft.operands.find((word) => /^(?:[der]\d+|c\d\w*)$/i.test(word));
  if (draft.verb !== "compare" || refers === null || !id || id === "deployed" || draft.operands.length > 1) return ask;
  return { ...ask, refers: null, draft: { ...draft, operands: [id, ...draft.operands] } };
}

const aboutOne = new Set(["run", "eval", "lineage", "rollback"]);
const aboutIt = new Set<string>([...aboutOne, "review", "datasets", "traces", "runs", "status"]);

/** "What is deployed for claims? Run gepa on it": the one program of the ask before. */
function withProgramBefore(ask: Ask, before: readonly Ask[]): Ask {
  const { draft, refers } = ask;
  const takes: ReadonlySet<string> = refers === "run" ? aboutIt : aboutOne;
  if (!takes.has(draft.verb) || draft.operands.length > 0 || refers === "again") return ask;
  const program = before.flatMap(({ draft: { operands } }) => operands.filter(isName)).at(-1);
  if (program === undefined || (draft.verb === "run" && refers !== "program")) return ask;
  return {
    ...ask,
    refers: draft.verb === "eval" || refers === "run" ? null : refers,
    draft: { ...draft, operands: [program] },
  };
}

/** After "cancel r3 and", the word only says what it is done for. */
const withoutInstead = (ask: Ask): Ask => ({
  ...ask,
  unplaced: ask.unplaced.filter(({ words }) => !/^(?:please )?instead(?: please)? ?$/i.test(words)),
});

/** "How does it score on mini? Just measure it": one wish, said twice. */
function isSaidAgain({ draft, refers, unplaced }: Ask, before: readonly Ask[]): boolean {
  if (unplaced.length > 0) return false;
  const earlier = before.find(({ draft: { verb } }) => verb === draft.verb);
  const says = draft.operands.length + Object.keys(draft.options).length;
  if (draft.verb === "digest")
    return before.some(
      ({ draft: { verb } }) => verb === "datasets" || verb === "compare" || (says === 0 && isHarmless(verb)),
    );
  if (draft.verb === "lineage") return earlier !== undefined && says === 0;
  return (
    draft.verb === "eval" &&
    earlier !== undefined &&
    Object.keys(draft.options).length === 0 &&
    (refers !== null || sameName(draft, earlier.draft))
  );
}

/** "How is it doing on mini? Please measure it": the answer to the question is to be measured. */
const isMeasured = ({ draft }: Ask, next: Ask | undefined): boolean =>
  next?.draft.verb === "eval" && next.refers !== null && (draft.verb === "status" || draft.verb === "datasets");

const sameName = (one: Ask["draft"], other: Ask["draft"]): boolean => one.operands[0] === other.operands[0];

function eachRun(ask: Ask): Ask[] {
  const { verb, operands } = ask.draft;
  const isSteering = verb === "cancel" || verb === "pause" || verb === "resume";
  if (!isSteering || operands.length < 2) return [ask];
  return [...new Set(operands)].map((run) => ({ ...ask, draft: { ...ask.draft, operands: [run] } }));
}

const isName = (word: string): boolean => !/^(?:[degrvx]\d+|c\d\w*)$/i.test(word);
