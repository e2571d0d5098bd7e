import { z } from "zod";
import { JsonObject, Sha256 } from "./json.ts";

/** `helix.lock.json` beside a deployed artifact: what `helix_loader` checks before it loads. Hashes are sha256, hex. */
export const Lock = z.strictObject({
  v: z.literal(1),
  program: z.string(),
  deployment: z.int().nonnegative(),
  /** sha256 over the other files of the artifact and this lock without the field. */
  digest: Sha256,
  entry: z.string(),
  files: z.array(z.string()),
  program_source: Sha256,
  state_hash: Sha256,
  prompt_hash: Sha256,
  adapter: z.enum(["chat", "json"]),
  dspy: z.string(),
  eval_contract: z.int(),
  lm: z.strictObject({
    model: z.string(),
    endpoint: z.string().nullable(),
    api_key_env: z.string().nullable(),
    params: JsonObject,
    timeout_s: z.number(),
  }),
  release: Sha256,
  candidate: z.string(),
  run: z.string().nullable(),
  gate: z.strictObject({
    id: z.string(),
    revision: z.int(),
    evidence: Sha256,
    approved_by: z.array(z.string()),
    approved_at: z.string(),
  }),
  dataset: z.strictObject({ version: z.int(), hash: Sha256 }),
  metric_source: Sha256,
});
export type Lock = z.infer<typeof Lock>;
