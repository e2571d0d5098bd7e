import { about, type Opening, opening } from "../openings.ts";

const thing = "[the | that | this] [run | job | experiment] {run} [run]";
const stop =
  "(scrap | ditch | axe | end | quit | nuke | pull the plug on | get rid of | bin | kill off | cut off | discard | put an end to | make an end to | stop running | cease | stop working on | cancel | cancelling | stop | stopping | abort | aborting | kill | killing | halt | terminate | call off | shut down)";
const hold =
  "(pause | pausing | halt for now | hold | hold off on | park | put a pause on | put on ice | stop for now | take a break from | hit pause on | pause on | suspend | put on hold | freeze)";
const go =
  "(take up again | restart the paused | get going again with | un-pause | keep on with | go ahead with | let us continue | keep running | run on with | resume | resuming | continue | continuing | unpause | go on with | carry on with | pick up | unfreeze | keep going with | proceed with | let it continue with)";
const mine = "[the | my | our] (run | job | experiment | last run | current run)";

/** Stopping a run and going on with it. */
export const steerOpenings: Opening[] = [
  ...opening(
    "cancel",
    `${stop} ${thing}`,
    `${stop} ${mine}`,
    `(have | get | want | need) [the] [run | job] {run} (cancelled | canceled | stopped | killed | aborted | terminated | dead | gone)`,
    `{run} (can | should | must | needs to | has to | may) (go | stop | die | end)`,
    `(no need for | we no longer need | don't need) {run} (anymore | any more | any longer) [,] [${stop} it]`,
    `{run} (can | should | must | needs to | has to) be (cancelled | canceled | stopped | killed)`,
    `(make | have) {run} stop`,
  ),
  ...opening(
    "pause",
    `${hold} ${thing}`,
    `${hold} ${mine}`,
    "(put | place | set | get | have | leave | keep) [the] [run | job] {run} (on (hold | pause | ice | standby | the back burner) | paused | on a break)",
    "{run} (should | must | needs to | has to) (be (paused | held | suspended | parked | put on (hold | pause | ice)) | pause | take a break)",
    "(have | get | want | need) [the] [run | job] {run} (paused | suspended | on hold | parked | frozen)",
    "(give) {run} a (break | rest | pause)",
    "stop {run} (for now | for a bit | for a while | for a moment | temporarily | for the moment | for the time being)",
    "(put | place) {run} (on hold | on pause)",
  ),
  ...opening(
    "resume",
    `${go} ${thing}`,
    `${go} ${mine}`,
    "(get | set | have | bring) [the] [run] {run} (going | running | back | moving | started) [again | up and running]",
    "{run} (can | may | should) (go on | continue | run) [now | again]",
    "let [the] [run] {run} (continue | go on | run on | run again | proceed | carry on | keep going)",
    "(you | we | helix) can (continue | resume | go on | proceed) [with] [the] [run] {run}",
    "(go on | carry on | keep going | continue) with {run}",
    "{run} (can | may | should) (continue | go on | resume | proceed)",
  ),
  ...[
    [
      "(can | could | may | should | must | shall) [the] [run | job] {run} [still | also | even | safely | now] be (paused | suspended | held | put on hold | parked | frozen)",
      "pause",
    ],
    [
      "(can | could | may | should | must | shall) [the] [run | job] {run} [still | also | even | safely | now] be (cancelled | canceled | stopped | killed | aborted | terminated)",
      "cancel",
    ],
    [
      "(can | could | may | should | must | shall) [the] [run | job] {run} [still | also | even | safely | now] be (resumed | continued | unpaused | restarted | picked up again)",
      "resume",
    ],
  ].map(([says = "", verb]) => ({ says, verb: verb as "cancel" | "pause" | "resume", told: true as const })),
  ...[
    [`${stop} $ref`, "cancel"],
    [`${stop} [everything | all of it] [here | in this thread]`, "cancel"],
    [`(stop | abort | cancel | kill) [here | now]`, "cancel"],
    [`${hold} $ref`, "pause"],
    [
      "(put | place | set | get | leave | have) $ref (on (hold | pause | ice | standby | the back burner) | paused)",
      "pause",
    ],
    [
      "(stop | halt) [$ref] (for now | for a bit | for a while | for a moment | temporarily | for the moment | for the time being)",
      "pause",
    ],
    [
      "(you | we | helix) (can | may | should) [now] (resume | continue | go on | proceed | carry on | keep going) [now | again]",
      "resume",
    ],
    ["(take a break | give it a rest | give it a break | hit pause | hold it | freeze | freeze it)", "pause"],
    ["(pull the plug | kill it with fire | call it off | call it a day | end it | put it out of its misery)", "cancel"],
    ["pause [here | for now | for a bit | for a while | for a moment | for the moment]", "pause"],
    [`${go} $ref`, "resume"],
    ["(resume | continue | go on | carry on | keep going | unpause | proceed) [here]", "resume"],
    ["hold (on | off) with $ref [for (a sec | a second | a bit | a moment | a minute | now)]", "pause"],
    ["hold $ref", "pause"],
    ["let $ref (carry on | keep going)", "resume"],
    ["let $ref (continue | go on | run on | proceed)", "resume"],
  ].map(([says = "", verb]) => ({ says, verb: verb as "cancel" | "pause" | "resume", refers: "run" as const })),
];

/** Further words that may follow: they only say for how long, or why. */
export const steerClauses = [
  { says: "(until | till | while | as long as) {tail}" },
  {
    says: "[for] [just] [a | an | one | some | another | ten | five | two | half an | a few | a couple of | few | three | thirty] (moment | second | sec | minute | minutes | min | hour | hours | bit | while | time)",
  },
  {
    says: "(right away | at once | immediately | please | asap | temporarily | again | completely | altogether | for good | entirely | instantly | this instant | before it (burns | spends | costs | wastes) {tail})",
  },
  {
    says: "(for now | for a bit | for a while | for the moment | for a moment | for the time being | until tomorrow | until later | until i am back | until i'm back | till tomorrow | for today | overnight | over night)",
  },
  {
    says: "[because | as | since] (it is | it's | that is | that's | this is | its) [getting | way | a bit | far | just] [too | so] (expensive | costly | slow | pricey | wrong | much | long)",
  },
  { says: "(it costs | costs | it takes | it's taking | it is taking | takes) (too much | too long | too much money)" },
  { says: "[and | ,] [the] [run] {run}" },
  { says: "[the] run" },
  { says: "(of | for | on) [the] {program}" },
];

const ability =
  "(can | could | may | should | shall | must) [candidate] {shippable} [already | still | safely | now | be] [be] (promoted | shipped | deployed | released | go live | rolled out | put live)";
const what =
  "[(the | this | that | candidate | deployment | release | version | result of | winner of | run)] [(candidate | deployment | release | version)]";
const ship =
  "(promote | promoting | deploy | deploying | ship | shipping | release | releasing | roll out | rolling out | publish | push | put live | make live)";
const out = "[to | into | in | as] [live | prod | production | the new production | current | the deployed version] ";
const back =
  "(roll back | rollback | rolling back | revert | reverting | go back | going back | switch back | step back | fall back | restore | bring back | put back | move back)";
const last =
  "[the] (last | latest | most recent | previous | current) (deployment | promotion | release | deploy | version | change | one)";

/** What moves production: a question to people, or a card with a button, never the move itself. */
export const shipOpenings: Opening[] = [
  ...opening(
    "promote",
    `${ship} ${what} {shippable} ${out} ${about}`,
    `${ship} ${what} {shippable}`,
    `(make | set) ${what} {shippable} [the] (live | current | production | deployed | new default | default) [one | version]`,
    "(propose | recommend | nominate | suggest) [candidate] {shippable} [for promotion | for production]",
    "(ask for | request | open | start | get | i want | need) (a | the) promotion (of | for) [candidate] {shippable}",
    "(ask | get) (the approvers | for approval | approval) (to promote | for | about) [promoting] {shippable}",
    "(take | bring | put | get | push | go) [with] [candidate] {shippable} live",
    "(put | nominate | submit | send | bring | push | raise | propose) [candidate] {shippable} (up | in | out | forward) [for (promotion | approval | production)]",
    "(i'd like | i want | we want | want | like | see) [candidate] {shippable} (live | in production | deployed | promoted | shipped | out)",
    "[candidate] {shippable} (to | into | on) (production | live)",
    "(replace | swap) [out] ($deployed) (with | by | for) [candidate] {shippable}",
    `${ship} (the | its) (result | results | winner | outcome | best | best candidate | candidate) (of | from) [the] [run] {shippable} ${out} ${about}`,
    "(ask for | request | open | start | get | i want | need | propose | initiate | begin | want) [a | the] promotion (of | for) [candidate] {shippable} [to production]",
    "[candidate] {shippable} (should | shall | must) (go live | go to production | be promoted | be shipped | be deployed | go out)",
    "(put | move | bring | get) {shippable} (in | into | to | on | up for) (production | prod | live | promotion)",
    `${ship} the (better | best | good | other | right | winning | stronger | newer | newest | latest) [one | candidate | version | run] [of (the two | them | these | those | the three | all)]`,
    `${ship} (the) {ordinal} [one | candidate | best | branch | result | row]`,
    `${ship} {ordinal}`,
    ship,
  ),
  { verb: "promote", says: ability, told: true },
  {
    verb: "rollback",
    says: "(can | could | may | should | shall) [the | our] {program} [still] be (rolled back | reverted | restored)",
    told: true,
  },
  { verb: "promote", says: `${ship} ($ref | $result) ${out}`, refers: "result" },
  { verb: "promote", says: `${ship} ($ref | $result)`, refers: "result" },
  {
    verb: "promote",
    says: "(put | get | take | bring | push | submit | send | nominate | propose | raise) (it | this | that | $result) (up | live | in | into production | to production | out | forward) [for (promotion | approval | production)]",
    refers: "result",
  },
  ...opening(
    "rollback",
    `${back} [the | our] [program] {program} [program] [(to | back to | onto) [the] [deployment | version] ({backTo} | the (previous | last | earlier | old | one before) [one | version | deployment | release])]`,
    `(roll | rolling | take | bring | put | set | switch | move | get) [the | our] [program] {program} back [(to | on | onto) [the] [deployment | version] ({backTo} | the (previous | last | earlier | old) [one | version | deployment | release])]`,
    `(roll | rolling | take | bring | put | set | switch | move | get) (production | it | things | everything | us | live) back [to | on] [[the] [deployment | version] ({backTo} | the (previous | last | earlier | old) [one | version | deployment | release])] [(of | for | on | in) [the] {program}]`,
    `${back} [the | our] {program} to (whatever | what) (was there | was live | was deployed | we had | we ran | was in production | it was | was) [before | previously | earlier]`,
    `${back} [production | prod | live | ${last}] [to | back to] [the] [deployment | version] {backTo} [(of | for | on | in) [the] {program}]`,
    `${back} [production | live | ${last}] (to | back to) the (previous | last | earlier | old | one before) [version | one | deployment | release] [(of | for | on | in) [the] {program}]`,
    `${back} (production | prod | live | ${last} | what is deployed | the deployed version | deployed) [(of | for | on | in) [the] {program}]`,
    `${back} (to | back to) (the | what) (previous | last | earlier | old | one before | version before | we had | we had before) [one | version | deployment | release | before] [(of | for | on | in | with) [the] {program}]`,
    `${back} [it | that | this] [(to | back to) [the] [deployment | version] ({backTo} | the (previous | last | earlier | old) [one | version | deployment])]`,
    "(put | set | get | bring | switch | move) [the] {program} back (to | on) [the] [deployment | version] ({backTo} | the (previous | last | old | earlier) (version | one | deployment))",
    "(put | set | get | bring | switch | move) [the] (production | prod | live) [of] [{program}] back (to | on) [the] [deployment | version] ({backTo} | the (previous | last | old | earlier) (version | one | deployment))",
    `(return | returning | reset | set | put | switch | move | take | bring | revert | roll | get) [the | our] [program] {program} [back] (to | onto) the (version | one | deployment | release | prompt | state) (before | from before | we had before | it was before | before this one | before that | before the current one)`,
    `(return | returning | go | going | switch | move | get | bring us | take us | revert | roll) [back] [$deployed] to the (version | one | deployment | release | prompt) (before | from before | we had before | before this one | before that | before the current one | we had) [(of | for | on | in) [the] {program}]`,
    "(back | back again) to [the] [deployment | version] {backTo} [(of | for | on | in | with) [the] {program}]",
    `(undo | undoing) [the] (deployment | promotion | release | deploy | rollout) [(of | for | on) [the] {program}]`,
    `(back to | back out | get back to) [the] (previous | last | old | earlier) (version | one | deployment | release) [(of | for | on | with | in) [the] {program}]`,
    `(return | reset | put back) [the | our] {program} (to | back to) [the] [deployment | version] ({backTo} | the (previous | last | earlier | old | former) [one | version | deployment | release | state])`,
    `(i want | we want | want | need | get me | give me | bring back | restore) [the] (old | previous | earlier | last) {program} [back]`,
    `(i want | we want | want | need | get me | give me | bring back | restore) [the] (old | previous | earlier | last) (version | one | release | deployment) (of | for) [the] {program} [back]`,
    `(undo | undoing) ${last} [(of | for | on | in | to) [the] {program}]`,
    "[we need | i need | need | want | do | start] (a | the) rollback [(of | for | on) [the] {program}] [to {backTo}]",
  ),
];
