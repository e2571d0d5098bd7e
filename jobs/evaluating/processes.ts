import { availableParallelism } from "node:os";

/** One process serves so many rows in flight before its interpreter becomes the limit. */
const threadsPerProcess = 16;

/** Processes that share an evaluation: no more than cores, and one while few rows are in flight. */
export const processesFor = (threads: number, cores = availableParallelism()): number =>
  Math.max(1, Math.min(cores, Math.floor(threads / threadsPerProcess)));
