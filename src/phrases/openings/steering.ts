import { about, type Opening, opening } from "../openings.ts";

const thing = "[the | that | this] [run | job | experiment] {run} [run]";
const stop =
  "(cancel | cancelling | stop | stopping | abort | aborting | kill | killing | halt | terminate | call off | shut down)";
const hold = "(pause | pausing | suspend | put on hold | freeze)";
const go =
  "(resume | resuming | continue | continuing | unpause | go on with | carry on with | pick up | unfreeze | keep going with | proceed with | let it continue with)";
const mine = "[the | my | our] (run | job | experiment | last run | current run)";

/** Stopping a run and going on with it. */
export const steerOpenings: Opening[] = [
  ...opening(
    "cancel",
    `${stop} ${thing}`,
    `${stop} ${mine}`,
    `{run} (can | should) be (cancelled | canceled | stopped | killed)`,
    `(make | have) {run} stop`,
  ),
  ...opening(
    "pause",
    `${hold} ${thing}`,
    `${hold} ${mine}`,
    "put {run} on (hold | pause)",
    "(put | place) {run} (on hold | on pause)",
  ),
  ...opening(
    "resume",
    `${go} ${thing}`,
    `${go} ${mine}`,
    "let [the] [run] {run} (continue | go on | run on | run again | proceed | carry on | keep going | finish)",
    "(you | we | helix) can (continue | resume | go on | proceed) [with] [the] [run] {run}",
    "(go on | carry on | keep going | continue) with {run}",
    "{run} (can | may | should) (continue | go on | resume | proceed)",
  ),
  ...[
    [`${stop} $ref`, "cancel"],
    [`${stop} [everything | all of it] [here | in this thread]`, "cancel"],
    [`(stop | abort | cancel | kill) [here | now]`, "cancel"],
    [`${hold} $ref`, "pause"],
    ["put $ref on (hold | pause)", "pause"],
    ["pause [here | for now | for a bit | for a while | for a moment | for the moment]", "pause"],
    [`${go} $ref`, "resume"],
    ["(resume | continue | go on | carry on | keep going | unpause | proceed) [here]", "resume"],
    ["hold (on | off) with $ref [for (a sec | a second | a bit | a moment | a minute | now)]", "pause"],
    ["hold $ref", "pause"],
    ["let $ref (carry on | keep going | finish)", "resume"],
    ["let $ref (continue | go on | run on | proceed)", "resume"],
  ].map(([says = "", verb]) => ({ says, verb: verb as "cancel" | "pause" | "resume", refers: "run" as const })),
];

/** Further words that may follow: they only say for how long, or why. */
export const steerClauses = [
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
    "(put | move | bring | get) {shippable} (in | into | to | on | up for) (production | prod | live | promotion)",
    `${ship} (the) {ordinal} [one | candidate | best | branch | result | row]`,
    `${ship} {ordinal}`,
    ship,
  ),
  { verb: "promote", says: `${ship} ($ref | $result) ${out}`, refers: "result" },
  { verb: "promote", says: `${ship} ($ref | $result)`, refers: "result" },
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
    `(undo | undoing) ${last} [(of | for | on | in | to) [the] {program}]`,
    "[we need | i need | need | want | do | start] (a | the) rollback [(of | for | on) [the] {program}] [to {backTo}]",
  ),
];
