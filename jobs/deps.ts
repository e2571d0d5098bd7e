import type { Logger } from "pino";
import type { HelixYaml } from "../models/helix-yaml.ts";
import type { AuditLog } from "./audit-anchor.ts";
import type { TraceSource } from "./langfuse.ts";
import type { ModelLimits } from "./limits/model-limits.ts";

/** What jobs need from outside, made once at start-up and passed on. */
export interface Deps {
  team: string;
  /** Helix's own folder on this host: snapshots, work folders. */
  home: string;
  /** Interpreter for programs that name none, and the folder with helix_dspy and helix_loader. */
  python: string;
  packages: string;
  /** The audit chain, whose head is also kept outside MongoDB. */
  audit: AuditLog;
  env: NodeJS.ProcessEnv;
  /** Rows in flight of one runner. */
  threads: number;
  /** Names this process in claims. */
  owner: string;
  leaseMs: number;
  /** The limits of models over all workers; without them (an operator's command) models are called freely. */
  limits?: ModelLimits;
  now(): Date;
  log: Logger;
  openTraces(config: NonNullable<HelixYaml["traces"]>["langfuse"], env: NodeJS.ProcessEnv): Promise<TraceSource>;
}
