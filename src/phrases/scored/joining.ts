import type { Token } from "./tokens.ts";

/** Words that join one ask to the next, and say nothing of either. */
export const joining =
  /^(?:and|then|also|plus|afterwards|after|next|finally|lastly|meanwhile|additionally|besides|secondly|second|first|firstly|but|,|\.|;|!|\?|oh|btw|while|you're|at|it|instead|once|that's|that|done|in|the|meantime)$/;

/** Words that people begin with before they ask. */
export const greeting = /^(?:hi|hey|hello|helix|ok|okay|good|morning|so|team|pls|just|now|quick|one)$/;

/** Nouns that ask for themselves. */
export const bareQuestion = /^(?:status|digest|datasets|traces|programs|lineage|audit|review|reviews|drafts|labels)$/;

export const has = (tokens: readonly Token[], kind: string): boolean => tokens.some(({ is }) => is === kind);
