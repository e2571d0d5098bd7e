import { chatWindow } from "./chat-window.ts";
import { compare } from "./compare.ts";
import { datasets } from "./datasets.ts";
import { estimator } from "./estimator.ts";
import { evaluation } from "./evaluation.ts";
import { fidelity } from "./fidelity.ts";
import type { Bench } from "./harness.ts";
import { kill } from "./kill.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { reevaluation } from "./reevaluation.ts";
import { scale } from "./scale.ts";
import { statistics } from "./statistics.ts";
import { surface } from "./surface.ts";
import { words } from "./words.ts";

/** Every bench, in the order of the page. Add yours here. */
export const benches: readonly Bench[] = [
  evaluation,
  fidelity,
  estimator,
  reevaluation,
  scale,
  datasets,
  nearDuplicates,
  kill,
  statistics,
  compare,
  chatWindow,
  surface,
  words,
];
