/** Why calls of a model wait: the limits helix.yaml states, a pause the provider asked for, or no word from Redis. */
export type HeldBy = "concurrency" | "requests" | "tokens" | "asked" | "no share";

/** What holds a step back now, for its message. */
export interface Held {
  /** The model as helix.yaml calls it. */
  alias: string;
  by: HeldBy;
  /** What this step may use now: calls at once, requests or tokens a minute; seconds left of a pause. Null: unknown. */
  share: number | null;
  /** The whole limit, in the same unit. */
  limit: number | null;
  /** Steps that share the model now, this one included. */
  sharers: number;
}
