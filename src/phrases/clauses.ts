import type { ValueOption } from "../parse/draft.ts";

/** What a clause says besides what its slots hold. */
export type Clause = {
  says: string;
  compare?: true;
  recommend?: true;
  target?: "deployed";
  /** The runs of whoever speaks. */
  mine?: true;
};

/** Parts that may follow "run …", each a whole phrase; the longest that fits wins, then the earlier. */
export const runClauses: Clause[] = [
  { says: "(reflecting | reflect) (with | on | using) [the] {reflection}" },
  { says: "reflection (on | by | with) [the] {reflection}" },
  { says: "$with [the] {reflection} (for reflection | to reflect | as [the] (reflection | reflector) [model])" },
  { says: "[$with | and] [the] {optimizer} [optimizer] (and | on | over) [the] {model} [model]" },
  { says: "$with [the] {optimizer} [optimizer]" },
  { says: "($with | on | over) [the] [model] {model} [model]" },
  { says: "(on | for | of | over) [the] [program] {program}" },
  { says: "[$with | at | on] [a | the] {effort} [reasoning] effort" },
  { says: "[$with | at | on] [a | the] [reasoning] effort [of | :] {effort}" },
  { says: "[$with | at | on] [a | the] (temperature | temperatures) [of | :] {temperature}" },
  { says: "$with [the] strategy {strategy}" },
  { says: "$with the {strategy} strategy" },
  { says: "[$with | set | setting] {setting}" },
  { says: "[to] (compare | comparing) $it [against | to | with] $deployed", compare: true },
  { says: "(against | versus | vs) $deployed", compare: true },
  { says: "with a comparison (against | to | with) $deployed", compare: true },
  { says: "(compare | comparing) $it (against | to | with) {id}" },
  {
    says: "(prepare | make | write | draft | give [me | us] | post | create) (a | the | your) recommendation [$if]",
    recommend: true,
  },
  { says: "recommend (it | the result | the winner | a promotion | promoting it) [$if]", recommend: true },
  { says: "ask (the approvers | for approval | for a promotion) [$if]", recommend: true },
  {
    says: "(with | within | on | under) (a | the | my | our) [total] (budget | limit | cap | spending limit) of [$upto] {money}",
  },
  { says: "(with | within | on | under) (a | the) {money} (budget | limit | cap)" },
  { says: "[a | the] (budget | limit) [is | of | :] {money}" },
  {
    says: "(for | spend | spending | use | using | pay | costing | it may cost | it can cost) $upto {money} [in total | in all]",
  },
  { says: "(for | within | under | spend | spending) {money} (at most | max | maximum | or less)" },
  { says: "(don't | dont | do not | without) (spend | spending | use | using) (more than | over) {money}" },
  { says: "$upto {money}" },
  { says: "($with | on) [the] [model] {nearly} [model]" },
  { says: "($with | on) [the] [model] {modelLike} [model]" },
];

export const runsClauses: Clause[] = [
  { says: "(of | for | in) [the] [program] {program}" },
  { says: "(with | using) {oneOptimizer}" },
  { says: "(by | from) {by}" },
  { says: "(by | from) me", mine: true },
  { says: "(that | which) (are | were | have) {status}" },
];

export const aboutProgram: Clause[] = [{ says: "(of | for | in) [the] [program] {program}" }];

export const evalClauses: Clause[] = [
  { says: "(on | against | over) [the] {split} [split | set | data | examples]" },
  { says: "(on | against | with | using) [the] [dataset] [version] {version}" },
  { says: "(on | against | with | using) [the] [dataset] version {number}" },
  {
    says: "(on | against | with) (the newest | the latest | today's | the current) (dataset | version | data | examples)",
  },
  { says: "($with | on) [the] [model] {model} [model]" },
  { says: "(of | for | in) [the] [program] {program}" },
  { says: "($with | on) [the] [model] {modelLike} [model]" },
];

/** Which option a slot fills. Program, id, topic and unknown names are operands. */
export const optionOfSlot: Record<string, ValueOption> = {
  optimizer: "optimizer",
  model: "model",
  modelLike: "model",
  reflection: "reflection",
  strategy: "strategy",
  money: "budget",
  effort: "effort",
  temperature: "temperature",
  oneOptimizer: "optimizer",
  by: "by",
  status: "status",
  split: "split",
  version: "version",
  number: "version",
};
