import { z } from "zod";
import { RunnerEvent } from "./contract/event.ts";
import { JournalEntry, KeptLine, ShareLine } from "./contract/lines.ts";
import { Lock } from "./contract/lock.ts";
import { JobSpec, RowSpec } from "./contract/spec.ts";

/**
 * The contract between TypeScript and the Python runner (`jobs/dspy/helix_dspy`).
 * TypeScript writes one `JobSpec` file per job; the runner answers with one `RunnerEvent` per line on file descriptor 3.
 * `jobs/dspy/helix_dspy/contract.json` is generated from these schemas (`npm run contract`); Python checks against that file.
 */
export type { ExampleStatus, PredictorView, RunnerEventOf } from "./contract/event.ts";
export type { LmSpec } from "./contract/spec.ts";
export { JobSpec, JournalEntry, KeptLine, Lock, RowSpec, RunnerEvent, ShareLine };

/** The contract as JSON Schema, as Python reads it: one definition per name. */
export function contractJson(): string {
  const definitions = { JobSpec, RunnerEvent, ShareLine, KeptLine, JournalEntry, RowSpec, Lock };
  const schemas = Object.entries(definitions).map(([name, schema]) => [name, z.toJSONSchema(schema)]);
  return `${JSON.stringify(Object.fromEntries(schemas), null, 1)}\n`;
}
