import { evaluation } from "./evaluation.ts";
import type { Bench } from "./harness.ts";

/** Every bench, in the order of the page. Add yours here. */
export const benches: readonly Bench[] = [evaluation];
