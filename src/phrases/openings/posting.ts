import { about, type Opening, opening } from "../openings.ts";

/** What posts: the labels to review, and the digest. */
export const postOpenings: Opening[] = [
  ...opening(
    "review",
    `review [the | some | new | all] (drafts | labels | cards | draft labels | drafted labels | new labels | truth cards | label drafts | new drafts | queue | label | pending labels) ${about}`,
    "review [the] [program] {program}",
    `(start | begin | open | do | kick off) (a | the) [label] review ${about}`,
    `(let me | i want to | i'd like to | we should | time to | start | i can) (review | label | check | reviewing | labeling | labelling) [some | the | new | a few] (labels | drafts | examples | cards | draft labels | drafted labels | stuff | traces) ${about}`,
    `$show [the | some | new | all | open | pending | waiting | next] [pending | open | waiting] [truth] (cards | drafts | labels | draft labels | drafted labels | label drafts | truth gates | review queue | label queue | labels to review | reviews) [to review | to label | for review | waiting for review | waiting | that need review | that need reviewing | that wait] ${about} $end`,
    `[is there | are there | do we have | have we got | is | have you got] (anything | something | any labels | any drafts | labels | drafts | any cards | anything new | any label drafts | any new labels | new labels) [new | waiting | open | left | there | pending] [on me | on us | to review | for review | to label | for me | for us | to check | to approve | waiting | to be reviewed | for me to review | i should review | i need to review | that needs review | in the queue] ${about} $end`,
    `(what | which labels | which drafts | which cards | what labels | what all | how many labels | how many drafts | which examples | what stuff | how many examples) (is | are | needs | need | waits | wait | is there | are there | do i have | have i | should i | do we have | do i need | must i | has | have) [still] [waiting | left | open | pending | review | reviewing | to be | there | labelling | labeling | to] (for review | for me | to review | for my review | to label | for us | for approval | for a human | for a label | reviewed | labelled | review | label | reviewing | to be reviewed | on me) ${about} $end`,
    `[are there | is there | do we have | do you have] [any | some | new | any new | some new] (labels | drafts | cards | examples | label drafts | draft labels) [that | which | to] (need | needs | look at | wait for | are waiting for | want | require | check | review | approve) [a | some | any | my | our] [human | person | review | label | look | attention | decision | somebody | me] ${about} $end`,
    `(what | which) [new] (labels | drafts | cards | label drafts) (are | is) [there] [still] (waiting | pending | open | left | outstanding) [for review | for me | for us] ${about} $end`,
    `(what | which labels | which drafts) (needs | need) (review | reviewing | labels | labelling | a label | my attention | a review | to be reviewed | my review) ${about} $end`,
    `$whatis [still] (waiting | left | pending | open) (for review | for me | to review | for us | for my review | for approval | on me | to label) ${about} $end`,
    `$show what (needs review | is waiting | waits | is waiting for review | to review | needs labels | is waiting for me | waits for review | waits for me | i have to review) ${about} $end`,
    `(what | anything) [is] [in] (the | my | our) [review | label] queue ${about} $end`,
    `(what | which) (decisions | approvals) (are | is) (waiting | open | pending) [for me | on me] ${about} $end`,
    "review {unknown}",
    "review",
  ),
  ...opening(
    "digest",
    `$show [the | a | today's | todays | your | our | me the] [daily | morning] (digest | summary | overview | roundup | round-up | recap) [now | for today | of today | of the day | today] ${about}`,
    `(post | run | make | write | do | send | create | give me | prepare) [me] (the | a | today's) [daily] (digest | summary | recap) [now | early] ${about}`,
    `what (happened | has happened | went on | did i miss | did we miss | have i missed) [today | since yesterday | overnight | lately | yesterday | this week | recently] ${about} $end`,
    `what (changed | has changed) (today | since yesterday | overnight | lately | yesterday | this week | recently) ${about} $end`,
    `$whatis new [today | this week | since yesterday] ${about} $end`,
    `(anything new | any news | what's up | catch me up | fill me in | bring me up to speed | sum up the day | summarize the day | summarise the day | what did i miss) [today | this week | since yesterday] ${about} $end`,
    "{program} digest",
    "digest (of | for) {unknown}",
  ),
];
