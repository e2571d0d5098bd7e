import type { Verb } from "../../models/intent/words.ts";
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
    `$run [me | us] [the | a | an | another | some | both | one | one more | yet another] ${size} {optimizer} [${job}] [${on}]`,
    `[the] {optimizer} to (compete | battle | race | fight | face off | duel | run | work | optimize | optimise | go) [head to head | it out] [${on}]`,
    `$run [the | our | my] [program] {program} [program]`,
    `$run [me | us] (a | an | another | the | one more) ${size} ${job} [${on}]`,
    `(give | giving) {optimizer} (a go | a try | a shot | a spin | a chance | a whirl) [${on}]`,
    `(make | making | get) [the | our] [program] {program} (better | smarter | more accurate)`,
    `[a | an | another | one | new] ${size} {optimizer} [${job}] [please | pls] ${on.slice(0, -"[program]".length)}`,
    `(need | want | give me | get me) [a | an | another | one | new] ${size} {optimizer} [${job}] [${on}]`,
    `(need | want) (a | an | another) ${size} ${job} ${on}`,
    `[the] [program] {program} [program] [:] [$with | use | using | do | try | run] [the] [optimizer | optimizers | optimiser | optimisers | algorithm | algorithms] [:] {optimizer}`,
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
    `(let | have | get | put | set | make | point | unleash | turn | throw | sic | use | having | letting) [the] {optimizer} [loose | to work | working | going | started | running | at work | run | work | try | optimize | optimise | tune | improve | have a go | have a shot | take a look | compile | go | do its thing | do its magic | chew | churn | off | rip | up | have a crack | have a try | to run | to optimize | crunch] [again] [${on}]`,
    `(let | have | get | put | send | take | run | push | pass | make | want | need | like | having | getting) [the | our] [program] {program} [program] [be | to be] [through | optimized | optimised | tuned | compiled | recompiled | improved | trained | retrained | run | optimised again | reoptimized | retuned | redone | worked on] [again] [by | with | using | through | via | under | on] [the | a] ${size} {optimizer} [${job}]`,
    `(spend | invest | use | burn | put | blow | throw) {money} (on | into | for | at) [a | an | the] {optimizer} [${job}] [${on}]`,
    `(see | check | find out | test | know | figure out | try | try out | explore | measure | evaluate) (if | whether | what | how | how far | how well | how much) [the] {optimizer} [(on | with | using | via | over) [the] {model} [model]] (does | can do | could do | would do | performs | works | gets | gives | helps | improves | can get | brings | fares | do | scores) [us] [on | for | with | in] [the | our] {program}`,
    `(need | want | like | get | have | would like | give me | get me) (a | an | the) [freshly | newly] (optimized | optimised | better | improved | recompiled | retrained | tuned | re-optimized | new and improved | stronger | smarter) [version of] [the | our] {program} [prompt]`,
    `(a | an) [freshly | newly] (optimized | optimised | better | improved | recompiled | retrained | tuned | re-optimized | stronger | smarter) [version of] [the | our] {program} [prompt]`,
    `[a | an | one] ${size} {optimizer} ${job} (wanted | needed | requested | required | desired | please) [:] [${on}]`,
    `[a | an | one] ${size} ${job} (wanted | needed | requested | required | please) [:] [${on}]`,
    `(compare | comparing | try | pit | test | put) [the] [models] {model} [against each other] (for | on) [the] {program} (with | using | via | under) [the] {optimizer}`,
    `(get | getting) (going | started | moving | cracking) [with | on] [a | an | the] {optimizer} [${job}] [${on}]`,
    `(line | lining | queue | set) up [the] {optimizer} [${job}] [${on}]`,
    `(let | have | like | want | see | make) [the] {optimizer} [to] (compete | battle | race | fight it out | face off | duel | go head to head | battle it out) [${on}]`,
    `$run (something | anything | stuff | some optimization | some optimizer | an optimizer | any optimizer | whatever) [${on}]`,
    `(give | giving) {optimizer} (a crack | another go | another try | another shot | another chance | another spin | one more go | one more try | one try | a run) [${on}]`,
    `(give | giving) [the | our | it] [program] {program} [program] (a | an | another | one more | some) ${size} (go | try | shot | spin | chance | round | run | pass | bit | dose | taste | treatment | optimization | optimisation) [of | with | by | using | in] [the] {optimizer}`,
    `(give | giving) [the | our] [program] {program} [program] (a | an | another | one more | the | some) ${size} {optimizer} (${job} | go | shot | spin | treatment | pass | round | workout)`,
    `$run [me | us] [the | a | an | another | one | some] ${size} (${job} | round | optimization | optimisation | training | tuning | compilation | compile | pass | optimizing | improvement) (of | for | on | over | with) [the | our] [program] {program} [program] [with | by | using | via | through | from] [the] {optimizer}`,
    `$run [me | us] [the | a | an | another | one | some] ${size} (${job} | round | training | tuning | compilation | compile | pass) (of | with | by | using | via) [the] {optimizer} [${on}]`,
    `$run [the | a | these | those | all | both] [two | three | four | following | both] (optimizers | optimisers | optimizer | algorithms) [:] ${on} [:] {optimizer}`,
    `$run [the | a | these | those | all | both] [two | three | four | following | both] (optimizers | optimisers | optimizer | algorithms) [:] [,] [namely] {optimizer} [${on}]`,
    `$run [the | a] [optimization | search | optimizer | run] (on | for | of) [the] {program} [with | using | by] (two | three | four | these | the) [following] (optimizers | optimisers) [:] {optimizer}`,
    `(see | check | find out | test | know | figure out | learn | try | try out | explore | measure | investigate) (if | whether | what | how | how far | how well | how much) {optimizer} (can | could | will | would | does | might | is able to | manages to | gets | makes | helps | improves | do | brings | did) [do | improve | improves | squeeze | get | make | give | help | bring | push | gets | achieve | find | wring | take | to improve | to get] [us] [a | some | any] [bit | little | lot] [more | better | further | anything | something | more accuracy | better results | some more | improvement] [out] [of] [for | on | with | from | of] [the | our] [program] {program} [program] [better | further | do better | any better | a bit]`,
    `(see | check | find out | test | know | figure out | try | try out | explore | measure) (if | whether | how | how much) {cot} [reasoning | prompting] (helps | improves | works | works for | helps with | does something for | makes a difference | would help | can help | is better | does | pays off | gives us) [for | on | with | in] [the | our] {program}`,
    `[the | a | another | one] new ${job} [${on}] [:]`,
    `[one | a | an | another | new] ${size} ${job} [please | pls | :] [of | with | by] {optimizer} ${on}`,
    `(want | need | like | get | have | want to have | would like | would love | give me | see | order | order me | fancy | love) [you] [to] [see | have | get | do | run] (a | an | another | one | some | the | one more) ${size} [{effort} [effort]] {optimizer} [${job} | going | running] [going | run | started] [${on}]`,
    `$run [me | us] [the | a | an | another | some | one] ${size} {effort} [effort] {optimizer} [${job}] [${on}]`,
    `(use | using | apply | applying | spend | take) (it | them | that | this) (for | on) [a | an | the | some] {optimizer} [${job}] [${on}]`,
    "(optimize | optimise | compile | recompile | tune | retrain | run) [the | a | our] [program | one | thing | prompt | prompts]",
    "$run (a | an | another | the | some) (optimization | optimisation | compile | optimizer)",
  ),
  ...referring(
    "run",
    "again",
    "$run $ref (again | once more | one more time | another time | once again)",
    "(rerun | re-run | retry | repeat | redo) [$ref]",
    "(go | run it | do it | do this | do that | start it | start this | start over | go again | try | try it | try this | try that) (again | once more | one more time | another time | once again | over)",
    "(start | run | do) (it | this | that | the run) over",
    "(have | take | give it) (another | one more) (go | try | shot | run | spin)",
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
    says: "(use | try | take) (something | a | another | some | the other | a different | some other | the | any other) [cheaper | smaller | faster | different | other | better] model",
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
  {
    verb: "run",
    says: "(use | try | switch to | go with | take | change to) [the] {model} [model] (instead | this time | from now on)",
    weak: true,
  },
  {
    verb: "run",
    says: "(how about | what about | why not | maybe) [we] (trying | using | running | try | use | run | doing | do | going with) [the | a | some] {optimizer} [instead | this time | next] [?]",
    weak: true,
    told: true,
    vague: "program",
  },
];

export const evalOpenings: Opening[] = [
  ...[
    "(see | check | find out | test | know | figure out) (if | whether) [the] {optimizer} [(on | with | using | via) [the] {model} [model]] (can | could | will | would | does | might) [actually | really] (beat | improve | improve on | do better than | outperform | top | improve over | be better than | win against) ($deployed $about | [the | our] [deployed | live | current | existing] {program})",
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
    "$eval [the] (model) {model}",
    "(evaluate | eval | score | measure | benchmark) [the] {model} [model]",
    "{program} (eval | evaluation)",
    "(want | need | like | have | get | see | want to have) [the | our] [candidate | deployment] ({id} | {program}) [to be | be] (evaluated | scored | measured | re-evaluated | reevaluated | benchmarked | tested | graded | assessed) [again]",
    "(rerun | re-run | repeat | redo | run again | refresh | renew | update) (the | an | this | our) [last | latest] (eval | evaluation | measurement | score | scores | evals) [(of | on | for) [the | our] {program}]",
    "[the | a | need | want | get | give me | show me] [the | a] {split} [set] (score | eval | evaluation | number | numbers) (of | for | on) [the | our] {program}",
    "(give | giving) [the | our] {program} (a | an | another | one more) [new | fresh | quick | proper] (eval | evaluation | measurement | score | test | assessment)",
    "what [the | our] {program} (would | will | does | might | could) (score | get | do | reach | achieve) (on | with | using | under) [the] {model} [model]",
    "how [well | good] [the | our] {program} (would | will | does | might | could) (score | do | perform | fare | work) (on | with | using | under) [the] {model} [model]",
    "what (does | would | will | did | is) [the | our] {program} [currently] (score | get | reach | achieve | make) [(on | with | using | under) [the] {model} [model]] [?]",
    "[a | an | another | one | new] [new | fresh | quick] (eval | evaluation | measurement) (of | for | on) [the | our] {program}",
    "how (does | is | do | would | did | good is | well does | are) [the] {program} [currently] (score | do | doing | perform | fare | performing | hold up | scoring | work | rank | look | fares | go) (on | with | under | using) [the] {model} [model] $end",
    "(how's | hows | how is) [the] {program} [doing | going | performing | scoring | looking | faring] (on | with | under) [the] {model} [model] $end",
    "(run | start | do | make | kick off | need | get | give me | perform | trigger | launch | schedule | conduct | want | like | queue | carry out | begin | order) [me] (a | an | another | the | one) [new | fresh | quick | plain | simple | full | proper] (evaluation | eval | measurement | assessment | scoring | benchmark | eval run | evaluation run | test run) [(of | on | for | against | with) [the | our] [program] {program} [program]]",
    "(run | start | do | kick off | perform | launch | trigger) (evals | eval | evaluations | the eval | the evals | the evaluation | an eval) (of | on | for | against) [the | our] {program}",
    "$eval [the | our | how good | how well] [program] {program} [program] (on | with | against | using) [the] [model] {model} [model]",
    "$eval [the | our] [program] {program} [program] [again] (on | against | with | over) (the | our) (newest | latest | current | most recent | new | newest available) (dataset | data | version | dataset version | labels | examples | test set)",
    "$eval (how good | how well | how) [the] {program} (is | does | performs | is doing | scores | works)",
    "(get | give | show | tell | want | need) [me | us] (the | a | fresh | a fresh | a new | new) (score | scores | numbers | eval | evaluation | measurement) (of | for | on) [the] {program} (on | with) [the] {model} [model]",
    "(how good | how well) (is | does) [the] {program} [do | perform | score] (on | with) [the] {model} [model] $end",
    "(evaluate | eval | re-evaluate | reevaluate | re-eval) {unknown}",
    "(evaluate | eval | re-evaluate | reevaluate | re-eval)",
  ),
  ...referring(
    "eval",
    "result",
    "(evaluate | eval | re-evaluate | reevaluate | re-eval | measure | score | rescore) $ref [again]",
  ),
];
