import type { OptimizerName } from "./intent.ts";

/** One cell of a run's matrix: what is compiled (or taken as built) and on which model. A plain run has one branch. */
export interface Branch {
  /** `a`, `b`, …, in the order asked; also the arm its evaluation stands for in a comparison. */
  id: string;
  /** "baseline" takes the program as its team wrote it, without a compile. */
  optimizer: OptimizerName | "baseline";
  /** Alias from helix.yaml. */
  model: string;
  strategy: string | null;
  /** What differs from the model's own parameters in helix.yaml, such as `temperature` or `reasoning_effort`. */
  params: Record<string, number | string>;
  /** How a person calls it, such as `GEPA on gemini-flash, low effort`. */
  words: string;
}
