import type { Clause } from "./clauses.ts";

/** What may be wished of a run, by the thing it is about: each way of saying it is a whole phrase. */

const be =
  "(must be | should be | has to be | needs to be | shall be | will be | is to be | can be | is | are | be | being | as | = | : | set to | set at | to be | -> | at | on)";
const lm = "[model | models | lm | llm | lms]";
const reflector =
  "(reflection | reflector | teacher | proposer | reflective | reflecting | reflexion | prompt | proposal)";
const keep =
  "(keep | set | put | have | leave | make | let | hold | use | fix | turn | keeping | setting | with | and)";
const rating = "[reasoning | thinking | think]";

const models: string[] = [
  `[$with | and | on] [the] [task | student | main | target | base | actual | program] (model | models | lm | llm) [name | alias] [${be}] {model} ${lm}`,
  `[$with | and | on] [the] (task | student) ${lm} [${be}] {model} ${lm}`,
  `[$with | and | on] {model} (${be} | for) [the | a | our] (task | student | main | base | program's | program) ${lm}`,
  "[$with | and] {model} (as | for) [the | a | our] (model | lm | llm | inference)",
  "[$with | and] {model} (does | doing | handles | handling | to do | runs | running) the task",
  "(across | over | both on | each on | on top of | through | all on | on each of | running on | run on | runs on | based on | going to | against both | on both | both with | with both | with either of | on the model | on the models | with the model | with the models | by the model | via the model) {model} [model | models]",
  `${keep} (it | this | that | them | both | everything) (on | at | with | to | for) [the] {model} ${lm}`,
  "(all | each | each of them | every one | everything | all of them | both | all three) (with | on | using | via | over) [the] {model} [model]",
  "once (with | on | using) [the] {model} [model]",
  "(times | x | by | each with | crossed with | cross) {model} [model | models]",
  "(it | they | both | that | this) (should | must | can | may | shall) (use | run on | be on | run with | go on) [the] {model} [model]",
  "[the] {model} (will do | does it | is fine | suffices | is enough | works | works for me | would do | would work | please | this time | again | only | for both | for all | for all of them | for each)",
  "[on | with | using] [the] (small | big | cheap | fast | large) (one | model) [,] [that is | i mean | ie | i.e. | namely | so] {model}",
];

const reflections: string[] = [
  `[$with | and | let | have | having | letting] [the] {reflection} [model] (as | for | doing | does | do | handling | handles | handle | to do | in charge of | on | being | be | is | taking | takes | take | taking care of | responsible for | to handle | to serve as | serving as | acting as | act as | playing | to be) [the | a | our | its | all] ${reflector} ${lm} [part | role | duty | step | work]`,
  "[$with | and | let | have | having | letting] [the] {reflection} [model] (reflects | reflecting | reflect | to reflect | should reflect | will reflect | proposes | proposing | to propose | propose | writes | writing | to write) [on (it | that | things)] [the | new] [instructions | prompts | instruction | prompt]",
  `[$with | and] [the | a] ${reflector.replace(" | prompt", "")} ${lm} [${be} | with | by | from | via | using | done by | done with | through | comes from | goes to | runs on | handled by] [the] {reflection} ${lm}`,
  "[and | but] (reflect | reflects | reflecting | reflected) (with | on | using | through | via | by | upon) [the] {reflection} [model]",
];

const efforts: string[] = [
  `${keep} [the | its] ${rating} effort [is | of] [to | at | on | : | as] [a] {effort} [please | one]`,
  `${keep} [the | its] (reasoning | thinking) [effort] [to | at | on | : | = ] {effort}`,
  `[$with | at | on | and | in] [a | the] {effort} [reasoning | thinking] (effort | setting | mode)`,
  "[$with | at | and] (reasoning | thinking | effort) [level] [is | of | : | = | to be | should be | must be | set to | at | on | be] {effort}",
  "[$with | at | and] {effort} (reasoning | thinking | effort level | reasoning level)",
];

const temperatures: string[] = [
  `${keep} [the | a | its] (temperature | temp) [down | up] [to | at | on | : | as | of] {temperature}`,
  "[$with | at | and] [the | a] (temperature | temp) (must be | should be | being | set to | set at | = | equal to | equals | to | be | -> | around exactly) {temperature}",
  "[$with | at | and] [a] t [=] {temperature}",
];

const strategies: string[] = [
  `[$with | use | using | and | in | as | via | through | by | have it | let it | make it | try | the] [a | the] {cot} [strategy | variant | version | reasoning | prompting | mode | thinking | style | module | approach]`,
  `(let | have | make | with | get | letting | having | making | so that) (it | the model | the program | this | them) [thinking | reasoning | think | reason | do | use | using | go | work | thinks | reasons] {cot} [reasoning | prompting]`,
  `(think | thinking | reason | reasoning) {cot}`,
];

const amounts: string[] = [
  "(cap | keep | limit | hold | stay | capping | keeping | limiting | have | bound | restrict | get | leave | fix | set) [$whole | the budget | the limit | the cap | the budget for it] [at | to | under | below | within | down to | inside | of | off at | with] [$upto] [a] {amount} [in total | total | max | maximum | at most | or less | all in | tops | overall | please | altogether]",
  "[and | but | with] (nothing | not | no | never | not a cent | no cent | not a penny | not one cent | no penny) (over | above | beyond | more than | higher than | exceeding | past) {amount} [in total | total | for it | please | altogether]",
  "[and | but | please] (don't | do not | dont | not | never | won't | will not | can't | cannot | must not | mustn't | shouldn't | should not | may not | we can't | i won't | we won't | i can't | we cannot | i will not | you must not | you may not) [to] [let it | have it | make it] (spend | use | go | cost | exceed | pay | burn | blow | surpass | pass | cross) [more than | over | above | beyond | past] {amount} [on | for] [it | this | that] [in total | total]",
  "(it | this | that | the whole thing | the run | everything | all of it | the total | total | the cost | costs | cost | it all) (must | should | may | can | shall | has to | needs to | mustn't | shouldn't | must not | should not | may not | can't | cannot) [not] (cost | stay | be | remain | exceed | go | come to | take | come in | run) [$upto | more than | over | above | under | below | beyond] {amount} [in total | total | max | at most]",
  "[$upto | for | with | at | spend | using | and] {money} (is | are | would be | being | as) [my | the | our | a | all] [hard | absolute | total] (limit | max | maximum | cap | budget | ceiling | we have | i have | most | tops | upper limit)",
  "(my | the | our | a) [total | hard | whole | overall | absolute] (limit | budget | cap | ceiling | max | maximum | pot | allowance | upper limit) (is | of | : | being | = | would be | at | stays at | should be | must be) [$upto | just | only] {amount}",
  "[$upto | for | with | at | spend | and] {money} (max | maximum | tops | cap | limit | ceiling | budget | at most | at the most | total | all in | in all | or less | hard cap | hard limit | altogether | overall | and not a cent more | and no more | and no cent more | no more | not more | and not more | is plenty | is enough | to spend | budget cap | for the whole thing | for everything | for all of it | for the lot | for the whole matrix | for all of them | together | combined)",
  "(i've got | i have | i got | we've got | we have | we got | there is | there's | there are | you have | you've got | you can use | you may use | you can spend | you may spend | you can burn | here is | here's | take | use) [about only | only | just | exactly] {money} [left] [in my pocket | in the budget | in the pot | left | for this | for it | for that | to spend | to burn | on this | on it | budget | for you] [(please | and | ,) use (them | it | that)]",
  "[for | with | at] {money} (should | will | would | must | has to | ought to) (do | suffice | be enough | be plenty | cover it | be fine | do it | be the limit | be the max)",
  "[and] not (a | one | a single) (cent | penny | dollar | buck) more",
  "(budget | limit | cap | max | ceiling | maximum | total) (of | is | at | : | = | will be | must be | should be) [exactly | only | just] {amount}",
];

const comparing: string[] = [
  "[and | then | to be] (measured | compared | benchmarked | tested | checked | judged | scored | weighed | pitted | put | set | held | stacked | evaluated | diffed | stack | pit | run | stack it up | weigh it | compared then) [up] (against | to | with | next to | up against | alongside | beside | vs | versus | relative to) $deployed",
  "[and | then] (stack | pit | match | line | hold | put | set | weigh | compare | check | measure | benchmark | score | test | judge | evaluate | diff | contrast) $it [up | side by side] (against | with | to | vs | versus | next to | beside | alongside | relative to | over) $deployed [then | afterwards | at the end | please]",
  "[and] (using | with | take | use) $deployed (as [the | a | our] (baseline | reference | comparison | yardstick | benchmark) | for comparison)",
  "[and | then | to] (see | check | tell me | show me | let me know | find out | say | report | know | know | tell us | show us | let us know) (if | whether | how | how much | how well) [much] [$it | it | we | they | the new one | the result | the winner | one of them | any of them] [actually | really | even | can | could | would | will | does | do | is | are] (beats | beat | better than | is better than | improves on | improve on | stacks up against | stack up against | compares to | compares with | compare to | compare with | fares against | fare against | holds up against | outperforms | outperform | does against | do against | does better than | do better than | tops | top | measures up to | measure up to | differs from | differ from | ahead of | looks against | looks next to | performs against | perform against | improves over | does vs) $deployed",
  "[and | then | to] (see | check | tell me | show me | let me know | find out | say | report | know | tell us | show us) (if | whether) (it's | it is | that's | they are | they're | we're | the result is | the new one is | the winner is | there is) [actually | really | any | even | indeed] (better than | an improvement over | an improvement on | ahead of | a win over | worth more than | improving on | superior to | any better than) $deployed",
  "[and | then | to] (see | check | tell me | show me | let me know | find out | say | report | know | tell us | show us) (which | which one | what) [one] [of (them | the two | these | those | the three | all | both)] [actually | really | can | could | would | if any | if either] (beats | beat | is better than | improves on | outperforms | does better than | tops | wins against | holds up against) $deployed",
  "(relative | compared | in comparison | as compared | next | as opposed) to $deployed",
  "[and | then] (show | see | check | tell me | show me | report | find out | know) how (they | it | both | each | these | all of them | the two | each of them | that | the result | the results) (do | does | fare | fares | perform | performs | compare | compares | hold up | holds up | stack up | stacks up | look | looks | score | scores) (against | to | with | next to | vs | versus | compared to) $deployed",
  "[and | with] [a] (side by side | side-by-side | head to head | head-to-head | comparison | diff) (with | against | to | vs) $deployed",
  "[and | then] [do | make | include | give me | show me | add] [a | the] (comparison | compare | diff) [to | with | against | vs] $deployed",
];

const plain = (all: readonly string[]): Clause[] => all.map((says) => ({ says }));

/** Further parts that may be said of a run. */
export const wishes: Clause[] = [
  ...plain(models),
  ...plain(reflections),
  ...plain(efforts),
  ...plain(temperatures),
  ...plain(strategies),
  ...plain(amounts),
  ...comparing.map((says) => ({ says, compare: true as const })),
  ...plain([
    "[the] (optimizer | optimiser | optimizers | optimisers | algorithm | algorithms | method | methods) [to use] [must be | should be | is | are | being | : | =] {optimizer}",
    "(for | on | about | of | over | to | at) [the | our] [program | dspy program | dataset of | labels of | data of] [called | named] {program} [program | prompt | prompts | project | instead of by hand]",
    "[the] program [must be | should be | is | : | = | being | called | named] {program}",
    "[with | using | by means of | by | via | through | applying | by using | by way of | by applying] [the] [optimizer | algorithm | method] {optimizer} [optimizer | algorithm | method | please]",
  ]),
  { says: "[and] (it is | it's | that is | that's) for [the | our] {program}" },
];
