import type { Branch } from "../../models/branch.ts";
import type { Attempt } from "../attempt.ts";
import { Trouble } from "../trouble.ts";

/** `module:callable` that a branch builds its program with. */
export function entryOf({ program }: Attempt, { strategy }: Branch): string {
  if (!strategy) return program.config.program;
  const entry = program.config.strategies[strategy];
  const known = Object.keys(program.config.strategies).join(", ") || "none";
  if (!entry)
    throw new Trouble("The compile did not start", `there is no strategy ${strategy}`, `helix.yaml names: ${known}`);
  return entry;
}

/** The key of a program as its team wrote it: one candidate per snapshot, entry and state. */
export const baseKey = (program: string, snapshot: string, entry: string, stateHash: string): string =>
  `base-${program}-${snapshot}-${entry}-${stateHash}`;
