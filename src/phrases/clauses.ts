import type { ValueOption } from "../parse/draft.ts";
import { wishes } from "./run-clauses.ts";

/** What a clause says besides what its slots hold. */
export type Clause = {
  says: string;
  compare?: true;
  recommend?: true;
  target?: "deployed";
  /** Too little to be read so where anything else fits. */
  weak?: true;
  /** Only where somebody asks for it nicely: "would you mind running …"; alone it tells what goes on. */
  told?: true;
  /** Speaks of the thread's run: "it", "this", "again". */
  refers?: "run" | "again" | "result" | "pair" | "program" | "here";
  /** A model that is wished for and not named: "something cheaper". */
  vague?: "model" | "optimizer" | "side" | "program";
};

const size = "[new | quick | full | small | cheap | fresh | short | little | single | another | proper | big | simple]";
const job =
  "(run | compile | optimization | optimisation | experiment | search | pass | job | sweep | matrix | round | optimizer | attempt | try)";

/** Parts that may be said of a run, each a whole phrase. */
export const runClauses: Clause[] = [
  {
    says: "(reflecting | reflect | reflection) (with | on | using | through | via | by) [the] [model] {reflection} [model]",
  },
  {
    says: "[and | with] [the] (reflection | reflector | teacher | proposer | reflective) [lm | model | llm] [is | of | : | should be | being | =] {reflection} [model]",
  },
  {
    says: "[$with | and] [the] {reflection} (for [the] reflection | to reflect | as [the | a] (reflection | reflector | teacher | proposer | reflective) [model | lm | llm] | for reflecting | reflecting | doing [the] reflection | does [the] reflection | on reflection)",
  },
  { says: "[$with | and] [both] [the] {optimizer} [optimizer] (and | on | over | with) [the] {model} [model]" },
  {
    says: `[$with | and | (on | for | over)] [both] [the] {optimizer} [optimizer | optimizers | $job]`.replace(
      "$job",
      job,
    ),
  },
  { says: "[the] (optimizer | optimiser | optimizers | algorithm) [is | : | = | should be | being] {optimizer}" },
  {
    says: "[$with | on | over | for | to | and] [both] [the] [task] [model | models | lm | llm] [: | = | is | being] {model} [model | models | as [the] (task | student) [model | lm] | as [the] model | for the task]",
  },
  {
    says: "[(on | for | of | over | against | in | at | with | to)] [the | our | my] [program] [:] {program} [program]",
  },
  { says: "[$with | at | on] [a | the] {effort} [reasoning | thinking] effort" },
  {
    says: "[$with | at | on | and] [a | the] [reasoning | thinking] effort [of | : | = | set to | at | on | is] {effort}",
  },
  {
    says: "[$with | at | on | and] [a | the] (temperature | temperatures | temp | temps) [of | : | = | set to | at | is] {temperature}",
  },
  { says: "[$with | at] {temperature} temperature" },
  { says: "[$with] [the] strategy [: | = | is] {strategy}" },
  { says: "[$with | in] [the | a] {strategy} (strategy | variant)" },
  { says: "[$with | and] [a | the] {cot} [strategy | variant | version]" },
  { says: "[$with | set | setting | and] {setting}" },
  ...[
    "[to | see how (it | that | this) | check how it | show how it | (tell | show) me how it] (compare | comparing | compared | compares | benchmark | measure | check | diff | test | evaluate | put | hold | set | weigh | does | do | fares | stacks up | holds up | looks | performs) $it (against | to | with | vs | versus | compared to | relative to | next to | alongside | up against) $deployed",
    "(against | versus | vs) $deployed",
    "[with | and | do | make | plus | give me | show me | show | include | add | i want | want] [a] comparison (against | to | with | vs) $deployed",
    "(compare | comparing) [it | them | the result] (to | with) $deployed",
    "(tell | show | let) (me | us) [know] (if | whether | how) (it | that | this) (beats | is better than | improves on | improves over | does against | compares to | compares with | compares against | compared to) $deployed",
    "[to] (see | check | find out) (if | whether) (it | that | this | we) [actually | really] (beats | is better than | improves on | improves over | does better than | can beat | beat) $deployed",
    "[to] (compare | comparing) [it | them | both | everything | all | the results | each | the result] [to | with | against | vs] [$deployed] [afterwards]",
    "[to] (see | check | find out) (if | whether) (it | that | this | we | one | any | any of them) [actually | really] (beats | can beat | could beat | is better than | would beat | improves | does better) [than] $deployed",
  ].map((says) => ({ says, compare: true as const })),
  { says: "(compare | comparing) $it (against | to | with) {id}" },
  ...[
    "[$if] [then] [please] [to] $rec [$if]",
    "(promote | ship | deploy | release) (it | that | the winner | the result | the best | the best one) $if",
    "$if [then] (promote | ship | deploy | release) (it | that | the winner | the best one)",
    "[and] [a] recommendation [$if]",
    "[want | with] a recommendation [$if]",
    "recommend",
    "[$if [then]] (promote | propose | recommend | suggest) [it] [for promotion] [$if]",
  ].map((says) => ({
    says,
    recommend: true as const,
  })),
  {
    says: "[with | within | on | under | and | using | at | have | there is | you have] (a | the | my | our) [total | max | maximum | hard | overall | strict] (budget | limit | cap | spending limit | spend limit | max | maximum) [of | is | : | at] [$upto] {amount} [in total | in all | total]",
  },
  { says: "(with | within | on | under | in) (a | the) {money} (budget | limit | cap | max | maximum)" },
  {
    says: "[a | the | with | and] [max | total | maximum] (budget | limit | cap | budgets | spend | cost) [is | of | : | at | = | may be | can be | should be | should stay] [$upto] {amount} [in total | in all | total | max]",
  },
  {
    says: "[(for | spend | spending | use | using | pay | costing | it may cost | it can cost | it should cost | it must cost | burn | you can spend | you may spend | with | at | it must cost)] $upto {money} [in total | in all | total | for (it | this | that | everything | the whole thing | all of it)]",
  },
  {
    says: "(keep | cap | stay | limit | hold) [it | this | that | the cost | costs | the run | spending | the budget | everything] (under | below | at | to | within | around no more than) {amount} [in total | total]",
  },
  {
    says: "[(for | within | under | spend | spending | with | at)] {money} (at most | max | maximum | or less | tops | at the most | limit | budget | cap | at max | all in | ceiling)",
  },
  { says: "(for | spend | spending | with | on) {money} [in total | in all | total]" },
  {
    says: "[but | and] (don't | dont | do not | without | never | must not | should not | shouldn't | mustn't | not) (spend | spending | use | using | go | going | cost | costing | exceed | exceeding | burn | pay | let it cost) [more than | over | above | beyond] {amount} [on it | on this | for it]",
  },
  { says: "[the | with | and] {money} budget" },
  { says: "[$upto | with | and | of] {money} [in total | in all | total | budget | max | tops | limit]" },
  {
    says: "[i | we | you | there] [have | is | are | got] {money} (to burn | to spend | available | for it | for that | for this | in the budget)",
  },
  { says: "(budget | cap | limit) [is | of | at | :] (like | roughly | something like) {amount}" },
  {
    says: "{model} (is | are | would be) (fine | ok | okay | enough | good | preferred | good enough | great | perfect)",
  },
  {
    says: "(go with | it should be on | i'd like it on | i want it on | i would like it on | should be on | on) [the] {model} [model]",
  },
  { says: "[the | with the] same (budget | limit) of {amount}" },
  { says: "(let | have) [the] {reflection} (do | handle | be) [the] (reflection | reflecting | reflector)" },
  { says: "($with | on) [the] [model] {modelLike} [model]" },
  {
    says: "[$with | on] (something | a model | anything | one | models | some model) (cheaper | faster | smaller | better | bigger | cheap | fast | small | stronger | else | different)",
    vague: "model",
  },
  {
    says: "[$with | on] (a | the | another | an | some | a different | the other | the same) [cheap | cheaper | cheapest | faster | fast | fastest | smaller | small | smallest | better | bigger | stronger | strongest | best | other | different | new | newer | good | usual] model",
    vague: "model",
  },
  {
    says: "[$with | on] (a | the | another | some | a different | the other | the same) [better | best | faster | cheaper | other | different | good | usual] (optimizer | optimiser)",
    vague: "optimizer",
  },
  { says: "[$with] (something | anything) (else | different)", vague: "model" },
  { says: "(again | once more | one more time | another time | once again)", refers: "again" },
  { says: `(on | for | of | with | over | to) $ref`, refers: "program" },
  ...wishes,
];

/** Size words and nouns that stand around an optimizer where a run is asked for. */
export const runNoun = { size, job };

const aboutOf: Clause = {
  says: "[(of | for | in | on | about | with | at | regarding | from | to)] [the | our] [program] {program} [program]",
};

export const aboutProgram: Clause[] = [aboutOf];

export const compareClauses: Clause[] = [
  { says: "[(with | to | against | and | vs | versus)] {other}" },
  { says: "(with | to | against | and | vs | versus) $deployed" },
  aboutOf,
];

export const shipClauses: Clause[] = [
  { says: "[candidate] {shippable}" },
  { says: "(again | once more | this time | instead of the current one | now)" },
  aboutOf,
];

export const evalClauses: Clause[] = [
  { says: "[on | against | over] [the] {split} [split | set | data | examples | dataset]" },
  { says: "(on | against | with | using) [the] [dataset] [version] {version}" },
  { says: "(on | against | with | using) [the] [dataset] version {number}" },
  {
    says: "(on | against | with) (the newest | the latest | today's | the current | the new | the most recent | our newest | our latest | latest | newest) (dataset | version | data | examples | labels | dataset version)",
  },
  { says: "($with | on) [the] [model] {model} [model]" },
  { says: "(with | model | :) {model}" },
  aboutOf,
  { says: "[on | of] [candidate | deployment] {id}" },
  { says: "($with | on) [the] [model] {modelLike} [model]" },
  { says: "(again | once more | one more time)" },
  {
    says: "[but | and | with | just] (no | without | without any | not | don't do any | no need for | don't) (optimizing | optimising | optimization | optimisation | optimizer | compile | compiling | tuning | training | optimize | optimise | compile anything | optimize anything | search) [please | needed | for now | this time | yet | at all | involved]",
  },
  {
    says: "(just | only) (evaluate | score | measure | eval | an eval | an evaluation | the score | a score | the number | the numbers)",
  },
  {
    says: "[and] (tell | show | give | let) (me | us) [know] [how (it | that) (does | goes | scores | performs) | the score | what it scores | the number | the numbers | the result]",
  },
];

/** Which option a slot fills. Program, id, topic and unknown names are operands. */
export const optionOfSlot: Record<string, ValueOption> = {
  optimizer: "optimizer",
  model: "model",
  modelLike: "model",
  reflection: "reflection",
  strategy: "strategy",
  cot: "strategy",
  money: "budget",
  amount: "budget",
  effort: "effort",
  temperature: "temperature",
  oneOptimizer: "optimizer",
  split: "split",
  version: "version",
  number: "version",
};
