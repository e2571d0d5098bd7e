/** How well a model reads and remembers: probabilities, each for one situation of `food/judge.ts`. */
export interface Skill {
  /** A conflict that the word itself gives away, such as milk for a vegan. */
  plain: number;
  /** A conflict behind another name, such as casein, without any help from the prompt. */
  hidden: number;
  /** The same when the instructions name its group, for this diet or for another one. */
  groupNamed: number;
  groupNamedElsewhere: number;
  /** The same when a demo flags its group for this diet, or something hidden for this diet. */
  groupShown: number;
  dietShown: number;
  /** The instructions or a demo give this very pair. */
  pairGiven: number;
  /** A false alarm on a look-alike when the prompt does not speak of it. */
  alarm: number;
  /** Saying MaybeUnsafe where that is right: without help, when told, and when a demo shows it. */
  maybe: number;
  maybeTold: number;
  maybeShown: number;
  /** Minding what a product only may contain: without help, when told, and when a demo shows it. */
  traces: number;
  tracesTold: number;
  tracesShown: number;
  /** Overlooking an ingredient; more in a long prompt. */
  slip: number;
  slipLong: number;
  /** Turning a sentence of feedback into a rule. */
  reflect: number;
}

/** One simulated model. Latency is `base + perPrompt·prompt tokens + perCompletion·completion tokens`, milliseconds. */
export interface Model {
  id: string;
  skill: Skill;
  latency: { base: number; perPrompt: number; perCompletion: number };
}

const flash: Model = {
  id: "sim-flash",
  skill: {
    plain: 0.96,
    hidden: 0.33,
    groupNamed: 0.9,
    groupNamedElsewhere: 0.7,
    groupShown: 0.42,
    dietShown: 0.36,
    pairGiven: 0.96,
    alarm: 0.4,
    maybe: 0.45,
    maybeTold: 0.95,
    maybeShown: 0.6,
    traces: 0.6,
    tracesTold: 0.95,
    tracesShown: 0.7,
    slip: 0.02,
    slipLong: 0.06,
    reflect: 0.7,
  },
  latency: { base: 55, perPrompt: 0.008, perCompletion: 0.4 },
};

const pro: Model = {
  id: "sim-pro",
  skill: {
    plain: 0.99,
    hidden: 0.45,
    groupNamed: 0.95,
    groupNamedElsewhere: 0.78,
    groupShown: 0.65,
    dietShown: 0.5,
    pairGiven: 0.98,
    alarm: 0.25,
    maybe: 0.6,
    maybeTold: 0.98,
    maybeShown: 0.8,
    traces: 0.75,
    tracesTold: 0.98,
    tracesShown: 0.85,
    slip: 0.01,
    slipLong: 0.03,
    reflect: 0.95,
  },
  latency: { base: 130, perPrompt: 0.02, perCompletion: 0.6 },
};

export const models: ReadonlyMap<string, Model> = new Map([flash, pro].map((model) => [model.id, model]));
