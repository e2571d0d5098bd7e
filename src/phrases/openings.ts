import type { Verb } from "../../models/intent.ts";
import type { Clause } from "./clauses.ts";

/** How a sentence may begin; it decides the command. The longest wins, and what follows has to be placed too. */
export type Opening = Clause & { verb: Verb };

export const opening = (verb: Verb, ...says: string[]): Opening[] => says.map((each) => ({ verb, says: each }));

/** Something one asks about, at the end of a question. */
export const about = "[(of | for | in | on) [the] [program] ({program})]";

export const openings: Opening[] = [
  ...opening(
    "help",
    "how (do | can | should | would | could) (i | we | you) {topic} {rest}",
    "how does {topic} work [?]",
    "help [me | us] [(with | on | about) {topic}]",
    "help {topic}",
    "$whatis the commands",
    "(what | which) commands (are there | do you know | can i use)",
    "what can (you do | i say | i ask | i type | we say)",
    "explain {topic}",
  ),
  ...opening(
    "status",
    `$show [the | a] status ${about}`,
    `$whatis the status ${about}`,
    "(status | state) [of] {program}",
    "(status | state) (of | for) {unknown}",
    "how (is | are) {program} (doing | going | looking)",
    `$deployed ${about}`,
    `$whatis (running | going on | happening) [right now | now] ${about}`,
    `which version ${about} is $live`,
    "is $deployed (measured | evaluated | scored) on (today's | the newest | the latest | the current) (dataset | data | version)",
    `how good is $deployed ${about}`,
    "{program} status",
  ),
  ...opening(
    "lineage",
    `$show [the] lineage (of | for) $deployed ${about}`,
    "$show [the] lineage [(of | for) [the] ({program} | {id})]",
    "$show [the] lineage (of | for) {unknown}",
    `(which | what) (experiment | run) $produced $deployed ${about}`,
    "(which | what) (experiment | run) $produced ({id} | [the] {program})",
    `where (does | did) $deployed ${about} come from`,
    "where (does | did) ({id} | [the] {program}) come from",
    "how did ($deployed | {id}) get (there | here | deployed | into production)",
    `who approved $deployed ${about}`,
    "who approved ({id} | [the] {program})",
    `what is behind $deployed ${about}`,
    "what is behind ({id} | [the] {program})",
  ),
  ...opening(
    "digest",
    `$show [the | a | today's] [daily] digest [now | for today | of today] ${about}`,
    `what (happened | changed) today ${about}`,
    `$whatis new [today] ${about}`,
    "{program} digest",
    "digest (of | for) {unknown}",
  ),
  ...opening(
    "review",
    `review [the | some | new] (drafts | labels | cards | draft labels | drafted labels | new labels | truth cards) ${about}`,
    "review [the] [program] {program}",
    `(start | begin | open) (a | the) review ${about}`,
    `$show [the | some | new] [truth] (cards | drafts | labels | draft labels | drafted labels) [to review] ${about}`,
    `[is there] anything to review ${about}`,
    `what (is waiting | waits | is there | is left) (for review | for me | to review) ${about}`,
    `$whatis (waiting | left) (for review | for me | to review) ${about}`,
    `$show what (needs review | is waiting | is waiting for review | to review) ${about}`,
    "review {unknown}",
    "review",
  ),
];

export const evalOpenings: Opening[] = [
  ...[
    "$eval $deployed",
    "(run | start | do | make) (a | an | another) [new] (evaluation | eval) of $deployed",
    "$eval the deployed {program}",
  ].map((says) => ({ verb: "eval" as const, says, target: "deployed" as const })),
  ...opening(
    "eval",
    "$eval [the] [candidate | deployment | release] {id}",
    "$eval [the] [program] {program}",
    "(run | start | do | make) (a | an | another) [new] (evaluation | eval) (of | on | for) [the] {program}",
    "$eval {unknown}",
    "$eval",
  ),
];

export const runOpenings: Opening[] = opening(
  "run",
  "(start | launch | kick off | do) (a | an | another) [new] [{optimizer}] run (of | for | on | with) [the] [program] {program}",
  "$run [the] {optimizer} [(on | for | over) [the] [program] {program}]",
  "$run [the] [program] {program}",
  "$run {unknown}",
  "$run",
);
