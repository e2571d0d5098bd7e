import { intentToLine } from "../../models/intent/line.ts";
import type { Verb } from "../../models/intent/words.ts";
import type { Intent } from "../../models/intent.ts";
import { type Known, namesOf, pasteFor, type Reading } from "../parse/draft.ts";
import { settle } from "../parse/settle.ts";
import { listed, said as quoted } from "../parse/words.ts";
import type { Ask } from "./asks.ts";
import type { Lost } from "./lost.ts";
import { nameMeant } from "./names.ts";
import { asked, type Question, questionOf } from "./question.ts";
import { mayBeMoney, mayNegate, spoken } from "./refusals.ts";
import { mayMend, mayTurn } from "./talk.ts";

/** What one ask came to. */
export type Meant =
  | { ok: true; intent: Intent }
  | { ok: false; problem: string; paste: string | null; question: Question | null; unplaced?: string[] };

/** What spends, stops or ships something is not done on a question. */
export const acts: ReadonlySet<Verb> = new Set<Verb>([
  "run",
  "eval",
  "cancel",
  "pause",
  "resume",
  "promote",
  "rollback",
]);
/** Answers that cost nothing and change nothing: a word too many does no harm. */
const harmless = new Set<Verb>(["status", "why", "runs", "programs", "datasets", "lineage", "traces", "audit", "help"]);

export const isHarmless = (verb: string): boolean => harmless.has(verb as Verb);

/** The intent of an ask, or what keeps it from being one. */
export function meant(ask: Ask, text: string, known: Known): Meant {
  const lost = mayOverlook(ask) ? [] : ask.unplaced;
  const isAsked = acts.has(ask.draft.verb) && (ask.isQuestion || ask.told) && !ask.polite;
  const mayQuestion =
    (!isAsked || ask.vague === "program") &&
    ask.twice.length === 0 &&
    lost.every((each) => mayMend(each.words) || isUnknownName(each, ask, text));
  const open = withUnknownModel({ ...ask, unplaced: lost }, lost);
  const question = mayQuestion && !isElsewhere(ask, known) ? questionOf(open, text, known) : null;
  const reading = settle(ask.draft, known);
  if (isAsked && lost.length === 0 && ask.twice.length === 0 && reading.ok && mayConfirm(ask))
    return { ok: false, ...confirming(reading.intent), paste: pasteFor(reading) };
  if (question) {
    // A name nobody registered is what is asked about; other lost words are said.
    const isQuoted = open.draft !== ask.draft && question.problem.includes(`“${open.draft.options.model}”`);
    const unsaid = isQuoted ? [] : lost;
    const problem = [couldNotPlace(unsaid), question.problem].filter((words) => words !== "").join(" ");
    const paste = reading.ok ? null : reading.paste;
    return { ok: false, problem, paste, question: { ...question, problem }, unplaced: lost.map(({ words }) => words) };
  }
  if (lost.length === 0 && !isAsked && ask.twice.length === 0)
    return reading.ok ? reading : { ...reading, question: null };
  const problems = problemsOf({ ...ask, unplaced: lost }, isAsked, reading);
  return { ok: false, ...problems, question: null, unplaced: lost.map(({ words }) => words) };
}

/** A remark is left alone; a question whether something can be done is answered with one. */
const mayConfirm = ({ isQuestion, told, draft }: Ask): boolean =>
  draft.verb === "run" ? isQuestion && !told : isQuestion || told;

/** "Can r12 be paused?" is a question; "yes" to the one that comes back makes it a request. */
function confirming(intent: Intent): { problem: string; question: Question } {
  const problem = `I read that as a question, so I did nothing. Shall I do \`${intentToLine(intent)}\`? Say yes, or no.`;
  return { problem, question: asked(problem, [intent]) };
}

const couldNotPlace = (lost: readonly Lost[]): string =>
  lost.length === 0
    ? ""
    : `I could not place ${listed(
        lost.map(({ words }) => quoted(spoken(words))),
        "and",
      )}, so I did nothing.`;

function problemsOf(
  { unplaced, twice, draft }: Ask,
  isAsked: boolean,
  reading: Reading,
): { problem: string; paste: string | null } {
  const lost = unplaced.map(({ words }) => words);
  const isBudgetUnclear = lost.some(mayBeMoney) || (lost.length > 0 && draft.options.budget !== undefined);
  const problems = [
    lost.some(mayNegate) ? "I read that as something not to do, or to do otherwise." : "",
    couldNotPlace(unplaced),
    isAsked ? "I read that as a question or a remark, so I did nothing." : "",
    isBudgetUnclear ? "A budget is said like this: with a budget of 2.50 dollars." : "",
    twice.length > 0
      ? `You named more than one ${listed([...new Set(twice)], "and")}, in different places; I do not guess which is meant.`
      : "",
    reading.ok ? "" : reading.problem,
  ];
  // A line that does the opposite, or spends what nobody said, is worse than none.
  const unsafe = twice.includes("budget") || isBudgetUnclear || lost.some(mayTurn);
  return { problem: problems.filter((words) => words !== "").join(" "), paste: unsafe ? null : pasteFor(reading) };
}

/** "On the invoice parser", "with claude": words in the place of a name that nobody registered. */
const isUnknownName = ({ words, from }: Lost, { draft }: Ask, text: string): boolean => {
  if (mayTurn(words)) return false;
  const place = `${text.slice(0, from)}${words}`;
  if (draft.operands.length === 0)
    return /\b(?:on|for|of|over) (?:the |our |my )?[a-z_-]+ (?:[a-z_-]+ )?$/i.test(place);
  return draft.options.model === undefined && /^(?:on|with|using) [a-z]+ $/i.test(words);
};

/** A model is named that is none, where none is known to be missing. */
const withUnknownModel = (ask: Ask, lost: readonly Lost[]): Ask => {
  const words = ask.draft.verb === "run" && ask.draft.operands.length > 0 ? lost[0]?.words : undefined;
  const name = /^(?:on|with|using) ([a-z]+) $/i.exec(words ?? "")?.[1];
  if (name === undefined || ask.draft.options.model !== undefined || mayMend(words ?? "")) return ask;
  return { ...ask, draft: { ...ask.draft, options: { ...ask.draft.options, model: name } } };
};

/** "Run the tests", "evaluate my performance": no program is called so, and nothing else speaks of one. */
const isElsewhere = ({ draft }: Ask, known: Known): boolean => {
  const [word] = draft.operands;
  if (word === undefined || Object.keys(draft.options).length > 0 || nameMeant(word, namesOf(known)) !== null)
    return false;
  const isAbout = draft.verb === "run" || draft.verb === "eval" || draft.verb === "review";
  return (
    isAbout &&
    !/[-_]|\b(?:program|analy[sz]er|bot|agent|classifier|pipeline|prompt|thing|one|candidate|version|result)\b/i.test(
      word,
    )
  );
};

/** A question with a few words more than the grammar knows is still that question. */
function mayOverlook({ draft, unplaced }: Ask): boolean {
  if (!harmless.has(draft.verb)) return false;
  if (unplaced.some(({ words }) => mayNegate(words) || mayTurn(words))) return false;
  return unplaced.flatMap(({ words }) => words.trim().split(/\s+/)).length <= 4;
}
