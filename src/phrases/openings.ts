import type { Verb } from "../../models/intent.ts";
import { type Clause, runNoun } from "./clauses.ts";

/** How an ask may begin; it decides the command. What follows has to be placed too. */
export type Opening = Clause & { verb: Verb };

export const opening = (verb: Verb, ...says: string[]): Opening[] => says.map((each) => ({ verb, says: each }));
const referring = (verb: Verb, refers: NonNullable<Clause["refers"]>, ...says: string[]): Opening[] =>
  says.map((each) => ({ verb, says: each, refers }));

/** Something one asks about, at the end of a question. */
export const about = "$about";

const { size, job } = runNoun;
const on =
  "[(on | for | of | over | against | at | to | with | in)] [the | our | my] [program] [:] {program} [program]";

export const runOpenings: Opening[] = [
  ...opening(
    "run",
    `$run [me | us] [the | a | an | another | some | both] ${size} {optimizer} [${job}] [${on}]`,
    `$run [the | our | my] [program] {program} [program]`,
    `$run [me | us] (a | an | another | the | one more) ${size} ${job} [${on}]`,
    `(give | giving) {optimizer} (a go | a try | a shot | a spin | a chance | a whirl) [${on}]`,
    `(make | making | get) [the | our] [program] {program} (better | smarter | more accurate)`,
    `[a | an | another | one | new] ${size} {optimizer} [${job}] [please | pls] ${on.slice(0, -"[program]".length)}`,
    `(need | want | give me | get me) [a | an | another | one | new] ${size} {optimizer} [${job}] [${on}]`,
    `(need | want) (a | an | another) ${size} ${job} ${on}`,
    `[the] [program] {program} [program] [:] [$with] {optimizer}`,
    `(for | on) [the | our] [program] {program} [program] [:] [please] ($run | $with) [the] {optimizer}`,
    `[the | a | another] new ${job} [${on}]`,
    `[the] [program] {program} [program] [,] [:] [$with] {optimizer}`,
    `$run [a | an | the] (optimization | optimisation | search | compile | compilation | tuning) [of | for | on | with] [the] {program}`,
    `$run [a | an | the] (optimization | optimisation | search | compile | compilation | tuning) [with | by | using | of | via] {optimizer} [${on}]`,
    `(need | want) a better {program}`,
    `[the | our] {program} (needs | could use | deserves) (a | an | another | some) [new] [round of] {optimizer} [${job}]`,
    `(give | giving) [the | our] {program} (another | a | one more) (go | try | shot | spin | chance | round) [with | by | using] [the] {optimizer}`,
    `$run one $job of {optimizer} (for | on) [the] {program} and one of`,
    `(see | check | find out | test) (what | how) {optimizer} (does | can do | does for | gets | gets us | would do | could do | performs | works | gives us) [for | on | with] [the] {program}`,
    "make [the | our] [program] {program} (cheaper | faster | better)",
    "(optimize | optimise | compile | recompile | tune | retrain | train | improve | run | rerun) {unknown}",
    "(optimize | optimise | compile | recompile | tune | retrain | run) [the | a | our] [program | one | thing | prompt | prompts]",
    "$run (a | an | another | the | some) (optimization | optimisation | compile | optimizer)",
  ),
  ...referring(
    "run",
    "again",
    "$run $ref (again | once more | one more time | another time | once again)",
    "(rerun | re-run | retry | repeat | redo) [$ref]",
    "$run (the same | the same thing | the same run | the same again) [again]",
    "(the same | same | same thing | same run | the same thing) [again] [but]",
    "(again | once more | one more time | another one | one more) [please] [but]",
    "(another | one more) (run | round | one) [like (this | that | it)]",
    "$run (that | this | it) [one] [but]",
    "(make | get) $ref (cheaper | faster | better | smarter)",
    "(improve | optimize | optimise | tune) $ref",
  ),
];

/** What somebody does, unless it is asked for. */
export const toldOpenings: Opening[] = [
  `$doing [the | a | an | another | some | both] ${size} {optimizer} [${job}] [${on}]`,
  `$doing [the | our | my] [program] {program} [program]`,
].map((says) => ({ verb: "run" as const, says, told: true as const }));

/** An optimizer is named, and nothing that says what to do with it: least of all readings. */
export const bareOpenings: Opening[] = [
  { verb: "run", says: "[with | using | use] [the] {optimizer}", weak: true },
  {
    verb: "run",
    says: "(use | try | take) (something | a | another | some) [cheaper | smaller | faster | different | other | better] model",
    vague: "model",
    weak: true,
  },
  {
    verb: "run",
    says: "(use | try | take) (something) (cheaper | smaller | faster | else | different)",
    vague: "model",
    weak: true,
  },
  { verb: "run", says: "$doing [the] {optimizer}", weak: true, told: true },
];

export const evalOpenings: Opening[] = [
  ...[
    "(see | check | find out | test) (if | whether) {optimizer} (can | could | will | would | does) (beat | beats | improve | improve on | do better than | outperform) ($deployed $about | [the] [deployed] {program})",
    "(can | could | does) {optimizer} (beat | improve | improve on | do better than | outperform) ($deployed $about | [the] [deployed] {program})",
  ].map((says) => ({ verb: "run" as const, says, compare: true as const })),
  ...[
    "$eval $deployed",
    "(run | start | do | make | kick off) (a | an | another | the) [new | fresh] (evaluation | eval) (of | on | for) $deployed",
    "$eval the deployed {program}",
    "(how good | how well) (is | does) $deployed (do | score | perform) on (today's | the newest | the latest) (dataset | data) [?]",
  ].map((says) => ({ verb: "eval" as const, says, target: "deployed" as const })),
  ...opening(
    "eval",
    "$eval [the] [candidate | deployment | release | version] {id}",
    "(evaluate | evaluating | eval | re-evaluate | reevaluate | re-eval | measure | score | rescore | re-score | benchmark) [the | our] [program] {program} [program]",
    "(test | check | retest) [the | our] [program] {program} [program] [again] (on | with | against) [the] {split} [split | set | data | examples]",
    "(run | start | do | make | kick off | need | get | give me) [me] (a | an | another | the) [new | fresh | quick] (evaluation | eval) [(of | on | for | against) [the] {program}]",
    "(run | start | do | kick off) (evals | eval | evaluations) (of | on | for) [the] {program}",
    "{program} (eval | evaluation)",
    "(evaluate | eval | re-evaluate | reevaluate | re-eval) {unknown}",
    "(evaluate | eval | re-evaluate | reevaluate | re-eval)",
  ),
  ...referring(
    "eval",
    "result",
    "(evaluate | eval | re-evaluate | reevaluate | re-eval | measure | score | rescore) $ref [again]",
  ),
];
