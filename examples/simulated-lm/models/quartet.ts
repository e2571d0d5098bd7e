import type { Model } from "../model.ts";

/** Mid-size and fast: knows little that hides behind other names, and follows what it is told. */
export const swift: Model = {
  id: "sim-swift",
  skill: {
    plain: 0.96,
    hidden: 0.3,
    groupNamed: 0.8,
    groupNamedElsewhere: 0.6,
    groupShown: 0.42,
    dietShown: 0.36,
    pairGiven: 0.92,
    alarm: 0.42,
    maybe: 0.45,
    maybeTold: 0.86,
    maybeShown: 0.6,
    traces: 0.6,
    tracesTold: 0.85,
    tracesShown: 0.7,
    slip: 0.02,
    slipLong: 0.05,
    reflect: 0.7,
  },
  latency: { base: 45, perPrompt: 0.008, perCompletion: 0.3 },
  thinking: 100,
};

/** Small and cheap, on a slow host: follows less of what it is told. */
export const lite: Model = {
  id: "sim-lite",
  skill: {
    plain: 0.94,
    hidden: 0.25,
    groupNamed: 0.44,
    groupNamedElsewhere: 0.36,
    groupShown: 0.38,
    dietShown: 0.32,
    pairGiven: 0.7,
    alarm: 0.45,
    maybe: 0.4,
    maybeTold: 0.65,
    maybeShown: 0.55,
    traces: 0.55,
    tracesTold: 0.8,
    tracesShown: 0.65,
    slip: 0.03,
    slipLong: 0.11,
    reflect: 0.6,
  },
  latency: { base: 250, perPrompt: 0.05, perCompletion: 1.2 },
  thinking: 0,
};

/** Knows more by itself than the small ones, but loses the thread in a long prompt: rules help it little. */
export const mini: Model = {
  id: "sim-mini",
  skill: {
    plain: 0.96,
    hidden: 0.36,
    groupNamed: 0.4,
    groupNamedElsewhere: 0.38,
    groupShown: 0.42,
    dietShown: 0.4,
    pairGiven: 0.55,
    alarm: 0.4,
    maybe: 0.45,
    maybeTold: 0.5,
    maybeShown: 0.55,
    traces: 0.6,
    tracesTold: 0.7,
    tracesShown: 0.65,
    slip: 0.02,
    slipLong: 0.1,
    reflect: 0.5,
  },
  latency: { base: 190, perPrompt: 0.03, perCompletion: 0.8 },
  thinking: 0,
};

/** Large, thoughtful, slow and dear; sees conflicts everywhere unless it is told where they are not. */
export const grand: Model = {
  id: "sim-grand",
  skill: {
    plain: 0.98,
    hidden: 0.27,
    groupNamed: 0.88,
    groupNamedElsewhere: 0.7,
    groupShown: 0.5,
    dietShown: 0.42,
    pairGiven: 0.96,
    alarm: 0.95,
    maybe: 0.15,
    maybeTold: 0.9,
    maybeShown: 0.6,
    traces: 0.25,
    tracesTold: 0.9,
    tracesShown: 0.6,
    slip: 0.04,
    slipLong: 0.09,
    reflect: 0.9,
  },
  latency: { base: 2800, perPrompt: 0.1, perCompletion: 1.5 },
  thinking: 800,
};
