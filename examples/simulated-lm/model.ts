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
  /** Tokens it thinks before it answers, at medium effort; billed and timed as completion tokens. 0: it does not think. */
  thinking: number;
}

/** `reasoning_effort` of a request. */
export type Effort = "low" | "medium" | "high";
