import type { Model } from "../simulated-lm/model.ts";
import { flash, pro } from "../simulated-lm/models/pair.ts";
import { swift } from "../simulated-lm/models/quartet.ts";

/** A model as it is named in a request, and the simulated one that answers in its place. */
export interface Offer {
  /** What an answer calls it: the dated version. */
  version: string;
  mind: Model;
  /** It thinks before it answers, and takes `max_completion_tokens` and no temperature but 1. */
  reasons: boolean;
}

/** One that no instruction helps: what an optimizer finds with it is not worth shipping. */
const stubborn = (mind: Model): Model => {
  const { hidden, maybe, traces } = mind.skill;
  const helped = { groupNamed: hidden, groupNamedElsewhere: hidden, groupShown: hidden, dietShown: hidden };
  const told = { maybeTold: maybe, maybeShown: maybe, tracesTold: traces, tracesShown: traces };
  return { ...mind, skill: { ...mind.skill, ...helped, ...told, pairGiven: hidden, reflect: 0 } };
};

export const offers: ReadonlyMap<string, Offer> = new Map([
  ["gpt-4o-mini", { version: "gpt-4o-mini-2024-07-18", mind: flash, reasons: false }],
  ["gpt-4.1-nano", { version: "gpt-4.1-nano-2025-04-14", mind: stubborn(flash), reasons: false }],
  ["gpt-4o", { version: "gpt-4o-2024-08-06", mind: pro, reasons: false }],
  ["gpt-5-mini", { version: "gpt-5-mini-2025-08-07", mind: swift, reasons: true }],
  // Others speak this API under names of their own.
  ["deepseek-chat", { version: "deepseek-chat", mind: flash, reasons: false }],
]);
