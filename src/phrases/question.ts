import { intentToLine } from "../../models/intent/line.ts";
import type { Intent } from "../../models/intent.ts";
import { type Draft, type Known, namesOf } from "../parse/draft.ts";
import { optimizers } from "../parse/lists.ts";
import { lacking } from "../parse/settle.ts";
import { listed } from "../parse/words.ts";
import type { Ask } from "./asks.ts";
import { nameMeant } from "./names.ts";

/** One question back: what is missing, what may be said, and the words as they will be read with the answer in its place. */
export interface Question {
  problem: string;
  choices: string[];
  /** The commands that a yes carries out; none where a word is missing. */
  lines: string[];
  /** The message as it was read; the answer takes the place of the words from `from` to `to`. */
  text: string;
  from: number;
  to: number;
  /** What is to be done to a run that was not named: those it can be done to are worth naming. */
  runsTo?: RunVerb;
}

export type RunVerb = "cancel" | "pause" | "resume";
const isRunVerb = (verb: string): verb is RunVerb => ["cancel", "pause", "resume"].includes(verb);

/** What is asked first where several things are missing; the rest is asked once that is known. */
const inOrder = ["program", "run", "optimizers", "models", "model", "reflection", "a", "b", "subject", "target"];

/** The one thing to ask, or null where nothing is missing that a word could mend. */
export function questionOf(ask: Ask, text: string, known: Known): Question | null {
  const missing = missingIn(ask, known);
  const name = inOrder.find((each) => missing.some((one) => one.name === each));
  const found = missing.find((one) => one.name === name);
  if (!found) return null;
  const wrong = wordsFor(ask.draft, found.name);
  const at = wrong === null ? -1 : text.toLowerCase().indexOf(wrong.toLowerCase());
  const [lost] = ask.unplaced;
  const open = lost ? [lost.from, lost.to] : [ask.to, ask.to];
  const [from = 0, to = 0] = wrong === null || at < 0 ? open : [at, at + wrong.length];
  const { verb } = ask.draft;
  return {
    ...{ problem: found.problem, choices: choicesOf(found.name, ask.draft, known), lines: [], text, from, to },
    ...(found.name === "run" && isRunVerb(verb) && { runsTo: verb }),
  };
}

/** What a question is answered with that asks whether to do something at all. */
export const yesOrNo = ["yes", "no"];

/** A question whether to do something: a yes is answered by doing it. */
export function asked(problem: string, intents: readonly Intent[]): Question {
  const lines = intents.map(intentToLine);
  const text = lines.map((line) => `${line.replace(/^\/helix /, "")} `).join("; ");
  return { problem, choices: yesOrNo, lines, text, from: text.length, to: text.length };
}

/** The ways to say yes, as alternatives of a pattern. */
export const yesWords =
  "yes|yep|yeah|yup|ok|okay|sure|do it|do so|go ahead|go for it|please do|confirmed?|y|absolutely|of course";

const affirmed = new RegExp(`^\\W*(?:${yesWords})\\b`, "i");

/** The message with the answer to its question in its place; what is no yes where one was asked for stands alone. */
export const answered = ({ text, from, to, choices }: Question, answer: string): string =>
  choices[0] === yesOrNo[0] ? confirmed(text, answer) : inPlace(text, from, to, answer);

function confirmed(text: string, answer: string): string {
  const yes = affirmed.exec(answer)?.[0];
  return yes === undefined ? answer : `${text} , ${answer.slice(yes.length)}`;
}

const inPlace = (text: string, from: number, to: number, answer: string): string =>
  `${text.slice(0, from)} , ${answer} ${from === to ? ", " : ""}${text.slice(to)}`;

function missingIn(ask: Ask, known: Known): { name: string; problem: string }[] {
  const { draft, refers, vague, ordinal, weak } = ask;
  const missing = lacking(draft, known).filter(({ name }) => inOrder.includes(name));
  const isOpen = (verbs: string[]) =>
    verbs.includes(draft.verb) && !draft.operands.some((word) => /^[rcdev]\d+/i.test(word));
  if (weak && draft.operands.length === 0)
    missing.push({ name: "program", problem: `Which program? One of ${listed(known.programs)}.` });
  if (draft.verb === "rollback" && draft.operands.length === 0 && known.programs.length > 1)
    missing.push({ name: "program", problem: `Roll back which program? One of ${listed(known.programs)}.` });
  if (refers !== null && refers !== "here" && isOpen(["status"])) missing.push({ name: "run", problem: whichRun });
  if (refers === "run" && draft.verb === "compare" && draft.operands.length < 2 && !hasRun(draft))
    missing.push({ name: "a", problem: `Which is “it”? ${whichRun}` });
  if (ordinal !== null && isOpen(["promote"]))
    missing.push({
      name: "subject",
      problem: "Of which run? Say it in that run's thread, or name what is meant, such as c7.",
    });
  if (refers === "result" && draft.verb === "eval" && draft.options.target === undefined && draft.operands.length === 0)
    missing.push({ name: "target", problem: "Evaluate what? Say deployed, or a candidate such as c7." });
  if (vague === "side")
    missing.push({ name: "b", problem: "Compare it with what? Say deployed, or an id such as c7, d1, r5 or e3." });
  else if (vague === "program")
    missing.push({ name: "program", problem: `On which program? One of ${listed(known.programs)}.` });
  else if (vague !== null && draft.options[vague] === undefined)
    missing.push({
      name: `${vague}s`,
      problem: vague === "model" ? whichModel(draft, known) : `Which optimizer? One of ${listed(optimizers)}.`,
    });
  return missing;
}

const whichRun = "Which run? Name one such as r12, or say it in the thread of that run.";
const hasRun = ({ operands }: Draft): boolean => operands.some((word) => /^r\d+$/i.test(word));

function whichModel({ operands }: Draft, known: Known): string {
  const models = modelsOf(operands, known);
  return `Which model?${models.length > 0 ? ` One of ${listed(models)}.` : ""}`;
}

const modelsOf = ([program = ""]: string[], known: Known): string[] =>
  known.models[nameMeant(program, namesOf(known)) ?? known.programs[0] ?? ""] ?? [];

function choicesOf(name: string, { operands }: Draft, known: Known): string[] {
  if (name === "program") return known.programs;
  if (name === "optimizers") return optimizers;
  return name === "models" || name === "model" || name === "reflection" ? modelsOf(operands, known) : [];
}

/** The words that stand where something else has to; null where nothing does. */
function wordsFor({ operands, options }: Draft, name: string): string | null {
  if (name === "program") return operands.find((word) => !/^([dergx]\d+|c\d\w*|v\d+)$/i.test(word)) ?? null;
  if (name === "optimizers") return options.optimizer ?? null;
  if (name === "models" || name === "model") return options.model ?? null;
  return name === "reflection" ? (options.reflection ?? null) : null;
}
