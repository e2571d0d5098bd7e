import { datasets } from "./datasets.ts";
import { evaluation } from "./evaluation.ts";
import type { Bench } from "./harness.ts";
import { nearDuplicates } from "./near-duplicates.ts";

/** Every bench, in the order of the page. Add yours here. */
export const benches: readonly Bench[] = [evaluation, datasets, nearDuplicates];
