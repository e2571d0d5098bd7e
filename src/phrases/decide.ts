import { intentToLine } from "../../models/intent/line.ts";
import type { Intent } from "../../models/intent.ts";
import { listed, said as quoted } from "../parse/words.ts";
import type { Heard, NotDone } from "./heard.ts";
import { isHarmless } from "./meant.ts";
import { asked, yesOrNo } from "./question.ts";
import { spoken } from "./refusals.ts";
import type { Guess } from "./scored.ts";
import { isColour, mayTurn } from "./talk.ts";

/** From which chance on a likely reading counts; found by leaving out one author's requests after the other. */
const from = {
  /** To be answered at once, where the grammar has no reading. */
  answered: 0.3,
  /** To be answered or proposed in place of another answer that the grammar has. */
  instead: 0.6,
  /** To be proposed. */
  proposed: 0.4,
  /** To be asked about. */
  asked: 0.6,
  /** To be proposed in place of a question whether to do something. */
  certain: 0.9,
  /** To be proposed in place of more that the grammar would have done. */
  sure: 0.95,
  /** That it is talk, to ask nothing back. */
  talk: 0.8,
};

/** What is done of the two readings: by the grammar, which places every word, and by what the words weigh. */
export function decide(strict: Heard, guessed: Guess): Heard {
  if (guessed.isRepaired && guessed.heard !== null) return repairing(strict, guessed.heard, guessed);
  if (strict.ok) return areHarmless(strict.intents) ? answering(strict, guessed) : acting(strict, guessed);
  const { heard, chance, verbs } = guessed;
  if (heard === null)
    return verbs.every((verb) => verb === "refuse") && chance >= from.talk && !asksYes(strict)
      ? { ...strict, question: null }
      : strict;
  if (heard.ok && areHarmless(heard.intents) && strict.question === null)
    return chance >= from.answered ? heard : strict;
  if (isConfirmed(strict, heard, guessed)) return strict;
  if (heard.ok && chance < least(strict)) return strict;
  if (heard.ok) return areHarmless(heard.intents) ? heard : proposal(heard.intents, guessed.aside, doubtfulIn(strict));
  // Which optimizer it is to be, both ask.
  const isAskedByBoth = verbs.every((verb) => verb === "run") && strict.problem.includes(heard.problem);
  return heard.question && strict.question === null && (chance >= from.asked || isAskedByBoth) ? heard : strict;
}

/** What was said otherwise at first is never done at once: the grammar knows nothing of words taken back. */
function repairing(strict: Heard, heard: Heard, { chance, aside }: Guess): Heard {
  if (!heard.ok) return heard.question === null && !strict.ok ? strict : heard;
  if (areHarmless(heard.intents)) return heard;
  return strict.ok || chance >= from.proposed ? proposal(heard.intents, aside) : strict;
}

const least = (strict: NotDone): number => (asksYes(strict) ? from.certain : from.proposed);
const asksYes = ({ question }: NotDone): boolean => question !== null && isYesOrNo(question.choices);
const isYesOrNo = (choices: readonly string[]): boolean => choices[0] === yesOrNo[0];

/** "Can r12 be paused?" is asked back as it stands; "could it have a run?" asks for one, and a question what something scores asks for it to be measured. */
const isConfirmed = ({ question }: NotDone, heard: Heard, { isInvited }: Guess): boolean =>
  heard.ok &&
  question !== null &&
  question.lines.join(" ; ") === lineOf(heard.intents) &&
  heard.intents.every(({ verb }) => verb !== "eval" && verb !== "compare" && !(verb === "run" && isInvited));

/** An answer costs nothing: the likelier question is answered. */
function answering(strict: Heard & { ok: true }, { heard, chance, aside }: Guess): Heard {
  if (heard && !heard.ok && heard.question && chance >= from.certain) return heard;
  if (!heard?.ok || (chance < from.instead && !saysMore(heard.intents, strict.intents))) return strict;
  return areHarmless(heard.intents) ? heard : proposal(heard.intents, aside);
}

/** The same question, and narrower: a filter that was said is not dropped. */
const saysMore = (other: readonly Intent[], own: readonly Intent[]): boolean =>
  verbsOf(other) === verbsOf(own) && lineOf(other).length > lineOf(own).length;

/** What every word stands for is done where the words weigh the same; else a click is asked for first. */
function acting(strict: Heard & { ok: true }, { heard, chance, aside, isLeftOver }: Guess): Heard {
  const own = lineOf(strict.intents);
  const other = heard?.ok ? lineOf(heard.intents) : null;
  if (own === other) return isLeftOver ? proposal(strict.intents, aside) : strict;
  if (!heard?.ok || other === null) return proposal(strict.intents, aside);
  // Who took in more of what was said is likelier to be right; whether it asks for one thing or two, the words tell.
  const isSure = chance >= from.sure && verbsOf(strict.intents) !== verbsOf(heard.intents);
  // Two sides are named by their ids; the program said along with them adds nothing.
  const isComparison = verbsOf(strict.intents) === "compare" && verbsOf(heard.intents) === "compare";
  return proposal(other.length > own.length || isSure || isComparison ? heard.intents : strict.intents, aside);
}

/** One message: what is most likely meant, what of the message it leaves aside, and that nothing is done yet. */
function proposal(intents: Intent[], aside: string[], doubtful: string[] = []): NotDone {
  const line = listed(
    intents.map((intent) => `\`${intentToLine(intent)}\``),
    "and",
  );
  const left = aside.length === 0 ? "" : ` It leaves aside ${listed(aside, "and")}.`;
  const unsure = doubtful.length === 0 ? "" : ` I am not sure about ${listed(doubtful, "and")}.`;
  const problem = `I take that to mean ${line}.${left}${unsure}`;
  return {
    ok: false,
    problem,
    paste: null,
    question: asked(problem, intents),
    unplaced: [],
    understood: [],
    proposes: intents,
  };
}

/** What had no place in the grammar and may say more than the line does. */
const doubtfulIn = ({ unplaced }: NotDone): string[] =>
  unplaced.filter((words) => !isColour(words) || mayTurn(words)).map((words) => quoted(spoken(words)));

const verbsOf = (intents: readonly Intent[]): string => intents.map(({ verb }) => verb).join(" ");
const lineOf = (intents: readonly Intent[]): string => intents.map(intentToLine).join(" ; ");
const areHarmless = (intents: readonly Intent[]): boolean => intents.every(({ verb }) => isHarmless(verb));
