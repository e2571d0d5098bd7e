import { about, type Opening, opening } from "../openings.ts";

/** Asking for the lists, setting two things side by side, and stopping or going on with a run. */
export const listOpenings: Opening[] = [
  ...opening(
    "compare",
    "compare {side} [(with | to | against | and | versus | vs) {other}]",
    "compare {side} (with | to | against | and | versus | vs) $deployed",
    "compare",
    "how does {side} compare [(with | to | against) {other}] [?]",
    "how does {side} compare (with | to | against) $deployed [?]",
    "what changed (between | from) {side} (and | to) {other} [?]",
    "(what is | what's) the difference between {side} and {other} [?]",
  ),
  ...opening(
    "runs",
    `$show [the | all | all the] runs ${about}`,
    `$show [the | all] {status} runs ${about}`,
    "(what | which runs) (did | has) {by} (run | try | start | tried | started)",
    `what (was | has been) tried ${about}`,
    `(which | what) runs (are there | were there | have there been | were made) ${about}`,
  ),
  { verb: "runs", says: `$show my runs ${about}`, mine: true },
  { verb: "runs", says: `what (did | have) i (run | try | start | tried | started) ${about}`, mine: true },
  ...opening(
    "programs",
    "$show [the | all | all the] [registered] programs",
    "(which | what) programs (are there | are registered | do you know | can i run)",
    "(what is | what's) registered",
  ),
  ...opening(
    "datasets",
    `$show [the | all | all the] (datasets | dataset | dataset versions | versions of the dataset) ${about}`,
    `(which | what) (dataset versions | datasets) (are there | do we have) ${about}`,
    "(what changed | what is the difference | what's the difference) (between | from) [dataset] {from} (and | to) {to}",
    "compare [dataset] {from} (with | to | and | against) {to}",
  ),
  ...opening(
    "cancel",
    "(cancel | stop | abort | kill | halt) [the] [run] {run}",
    "(cancel | stop | abort) [the | my] run",
  ),
  ...opening("pause", "pause [the] [run] {run}", "pause [the | my] run"),
  ...opening("resume", "(resume | continue) [the] [run] {run}", "(resume | continue) [the | my] run"),
];
