import { intentToLine } from "../../models/intent/line.ts";
import type { Intent } from "../../models/intent.ts";
import { listed } from "../parse/words.ts";
import type { Heard, NotDone } from "./heard.ts";
import { isHarmless } from "./meant.ts";
import { asked, yesOrNo } from "./question.ts";
import type { Guess } from "./scored.ts";

/** From which chance on a likely reading counts; found by leaving out one author's requests after the other. */
const from = {
  /** To be answered at once, where the grammar has no reading. */
  answered: 0.4,
  /** To be answered or proposed in place of another answer that the grammar has. */
  instead: 0.6,
  /** To be proposed, or asked about. */
  proposed: 0.4,
  /** To be proposed in place of a question whether to do something. */
  certain: 0.9,
  /** To be proposed in place of more that the grammar would have done. */
  sure: 0.95,
  /** That it is talk, to ask nothing back. */
  talk: 0.8,
  /** That it is talk, to have a click asked for what the grammar would have done at once. */
  doubted: 0.7,
};

/** What is done of the two readings: by the grammar, which places every word, and by what the words weigh. */
export function decide(strict: Heard, guessed: Guess): Heard {
  if (strict.ok) return areHarmless(strict.intents) ? answering(strict, guessed) : acting(strict, guessed);
  const { heard, chance, verbs } = guessed;
  if (heard === null)
    return verbs.every((verb) => verb === "refuse") && chance >= from.talk && !asksYes(strict)
      ? { ...strict, question: null }
      : strict;
  if (heard.ok && areHarmless(heard.intents) && strict.question === null)
    return chance >= from.answered ? heard : strict;
  if (isConfirmed(strict, heard)) return strict;
  if (heard.ok) return chance >= least(strict) ? proposal(heard.intents, guessed.aside) : strict;
  return heard.question && strict.question === null && chance >= from.proposed ? heard : strict;
}

const least = (strict: NotDone): number => (asksYes(strict) ? from.certain : from.proposed);
const asksYes = ({ question }: NotDone): boolean => question !== null && isYesOrNo(question.choices);
const isYesOrNo = (choices: readonly string[]): boolean => choices[0] === yesOrNo[0];

/** "Can r12 be paused?" is asked back as it stands; a question what something scores asks for it to be measured. */
const isConfirmed = ({ question }: NotDone, heard: Heard): boolean =>
  heard.ok &&
  question !== null &&
  question.lines.join(" ; ") === lineOf(heard.intents) &&
  heard.intents.every(({ verb }) => verb !== "eval" && verb !== "compare");

/** An answer costs nothing: the likelier question is answered. */
function answering(strict: Heard & { ok: true }, { heard, chance, aside }: Guess): Heard {
  if (heard && !heard.ok && heard.question && chance >= from.certain) return heard;
  if (!heard?.ok || chance < from.instead) return strict;
  return areHarmless(heard.intents) ? heard : proposal(heard.intents, aside);
}

/** What every word stands for is done; where the words weigh otherwise, a click is asked for first. */
function acting(strict: Heard & { ok: true }, { heard, chance, aside }: Guess): Heard {
  if (heard === null) return chance >= from.doubted ? proposal(strict.intents, aside) : strict;
  if (!heard.ok || chance < from.instead) return strict;
  const [own, other] = [lineOf(strict.intents), lineOf(heard.intents)];
  // Who took in more of what was said is likelier to be right.
  if (holds(own, other)) return strict;
  return proposal(other.length > own.length || chance >= from.sure ? heard.intents : strict.intents, aside);
}

/** One message: what is most likely meant, what of the message it leaves aside, and that nothing is done yet. */
function proposal(intents: Intent[], aside: string[]): NotDone {
  const line = listed(
    intents.map((intent) => `\`${intentToLine(intent)}\``),
    "and",
  );
  const left = aside.length === 0 ? "" : ` It leaves aside ${listed(aside, "and")}.`;
  const problem = `I take that to mean ${line}.${left}`;
  return {
    ok: false,
    problem,
    paste: null,
    question: asked(problem, intents),
    understood: [],
    proposes: intents,
  };
}

const lineOf = (intents: readonly Intent[]): string => intents.map(intentToLine).join(" ; ");
/** Every word of the one line is in the other, and they do as many things. */
const holds = (whole: string, part: string): boolean => {
  const words = new Set(whole.split(" "));
  return whole.split(" ; ").length === part.split(" ; ").length && part.split(" ").every((word) => words.has(word));
};
const areHarmless = (intents: readonly Intent[]): boolean => intents.every(({ verb }) => isHarmless(verb));
