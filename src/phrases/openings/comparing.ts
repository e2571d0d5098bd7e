import { type Opening, opening } from "../openings.ts";

const versus = "(with | to | against | and | versus | vs | or | over | from | than)";
const kind =
  "[the] [candidate | candidates | run | runs | deployment | deployments | evaluation | evaluations | release]";
const compare =
  "(compare | comparing | diff | put side by side | set side by side | contrast | benchmark | hold | match)";

/** Two things side by side. */
export const compareOpenings: Opening[] = [
  ...opening(
    "compare",
    `${compare} ${kind} {side} [${versus} ${kind} {other}]`,
    `${compare} ${kind} {side} (with | to | against | and | versus | vs) $deployed`,
    `${compare} $deployed (with | to | against | and | versus | vs) ${kind} {side}`,
    `${compare} ${kind} {side} ($deployed | {other})`,
    `(stack | stacking | line | size | match | put | weigh | pit | check | hold | measure | test | judge) [me] [up] ${kind} {side} [up | side by side] (against | with | to | vs | versus | next to | beside | and | alongside) ${kind} ({other} | $deployed) [up | side by side | head to head]`,
    `(need | want | like | have | get | see | know | show me | give me | understand | tell me) [to see | to know] (the | a | any) (difference | differences | diff | comparison | delta | gap) (of | between | from | for) ${kind} {side} (and | with | to | vs | versus | against) ${kind} ({other} | $deployed)`,
    `${kind} {side} [and | with | vs | , | to | or] ${kind} {other} [, | :] (side by side | next to each other | head to head | compared | comparison | diff | difference)`,
    `(compare | comparison | diff | difference | differences | delta | versus) ${kind} {side} [,] ${kind} {other}`,
    `(interested | curious) [in | to see | to know | about] (how | whether | if | what) ${kind} {side} (does | compares | fares | stacks up | performs | is better | is | beats | improves | holds up | looks) [to | against | with | than | on | over | vs | better than] ${kind} ({other} | $deployed)`,
    `(compare | comparison | diff)`,
    `(put | set | show | place | hold | look at | lay) [me] ${kind} {side} (next to | beside | alongside | against | side by side with | and) ${kind} ({other} | $deployed) [side by side | next to each other]`,
    `how much (better | worse | faster | cheaper | slower) (is | was | does) ${kind} {side} [do | perform] (than | compared to | against | vs) ${kind} ({other} | $deployed) [?]`,
    `(did | does | has | is) ${kind} {side} [really | actually] (improve | improved | improves | gain | win | won | an improvement | better) (over | on | against | upon | than) (${kind} {other} | $deployed) [?]`,
    `(difference | differences) (of | between) ${kind} {side} (and | with | to) ${kind} {other}`,
    `(the | any) (difference | differences) (of | between) ${kind} {side} (and | with | to) ${kind} {other}`,
    `[a | the] (comparison | diff | difference | differences) (of | between) ${kind} {side} (and | with | to | vs | versus) (${kind} {other} | $deployed)`,
    `[give me | show me | do | make] [a | the] (comparison | diff) (of | between) ${kind} {side} (and | with | to | vs | versus) (${kind} {other} | $deployed)`,
    `(how | in what way) (does | do | did | is | are) ${kind} {side} [and {other}] (compare | do | stack up | fare | hold up | measure up | perform | different | differ | look) [${versus} ${kind} ({other} | $deployed)] [?]`,
    `(what | which things) (changed | is different | changes | is new | differs) (between | from | in) ${kind} {side} (and | to | vs | over | versus) ${kind} ({other} | $deployed) [?]`,
    `($whatis | is there) (the | a | any) (difference | diff | differences | delta) [in score | in quality | in cost] between ${kind} {side} (and | vs | to) ${kind} ({other} | $deployed) [?]`,
    `(is | was | does | did | are) ${kind} {side} [really | actually | any | do | significantly | much | get] (better | worse | faster | cheaper | slower | an improvement | beat | win | beats | more accurate | different) [than | over | against | from | to] (${kind} {other} | $deployed) [?]`,
    `(is | was) ${kind} {side} [really | actually | any] (better | worse | an improvement) [?]`,
    `(does | did | do) ${kind} {side} [really | actually] (beat | outperform | improve on | win against | do better than | differ from) (${kind} {other} | $deployed) [?]`,
    `(which | which one | what | who) (is | was | does | wins | of [the] two is) [actually] [better | best | stronger | cheaper | faster | the better one | winning] [:] [between] ${kind} {side} (or | and | vs) ${kind} ({other} | $deployed) [?]`,
    `${kind} {side} (vs | versus | against | compared to | compared with) ${kind} ({other} | $deployed) [?]`,
    `${kind} {side} or ${kind} {other} [,] [:] [which | which one | which one's | what] [is | 's] [better | best | the better one] [?]`,
    `(why is | why's | why was | why did | how much | how much is | by how much is) ${kind} {side} [do | is | so much] (better | worse | cheaper | slower | faster | lose | win) (than | against | to | over) ${kind} ({other} | $deployed) [?]`,
    `(see | show me | tell me | check) (how | whether | if) ${kind} {side} (compares | does | fares | stacks up | is better | beats | is doing) [to | against | with | than] ${kind} ({other} | $deployed) [?]`,
  ),
  ...[
    `${compare} ($ref | $result) ${versus} ${kind} {other}`,
    `how (does | did) ($ref | $result) (compare | do | stack up | fare) ${versus} ${kind} {other} [?]`,
    `(is | was) ($ref | $result) [really | actually | any] (better | worse | an improvement) (than | over | on) ${kind} {other} [?]`,
    `(what changed | what is the difference | what's the difference) (between | from) ($ref | $result) (and | to) ${kind} {other} [?]`,
    `${compare} ($ref | $result) [${versus} $deployed]`,
    `how (does | did) ($ref | $result) (compare | do | stack up | fare) ${versus} $deployed [?]`,
    `(is | was) ($ref | $result) [really | actually | any] (better | worse | an improvement) (than | over | on) $deployed [?]`,
    `(does | did) ($ref | $result) (beat | outperform | improve on) ({other} | $deployed) [?]`,
    `(vs | versus | against) ${kind} {other} [?]`,
    `$ref (vs | versus | against | compared to | or) ${kind} {other} [?]`,
  ].map((says) => ({ verb: "compare" as const, says, refers: "run" as const })),
  { verb: "compare", says: `${compare} ${kind} {side} ${versus} $ref`, refers: "result" },
  {
    verb: "compare",
    says: `${compare} ${kind} ({side} | $ref | $result) ${versus} (the | that | some | an | another | my | our) [one before | previous | other | old | older | previous | last | earlier | first | second | good | best | new] [one | run | candidate | version | other | result | evaluation | before]`,
    vague: "side",
  },
  ...[
    "(compare | comparing | diff | contrast) (them | both | the two | these | those | these two | those two | the both | both of them | the two of them) [side by side | to each other | with each other | against each other | for me]",
    "(put | set | show | place | hold | lay | see | stack | line | view | have) [me] (them | both | the two | these | those | these two | those two | both of them | the two of them) [up] (side by side | next to each other | beside each other | against each other | head to head)",
    "(show | give | tell | see | need | want) [me | us] (the | a) (difference | differences | diff | comparison | delta) [between (them | both | the two | those | these | the two of them)]",
  ].map((says) => ({ verb: "compare" as const, says, refers: "pair" as const })),
];
