import { z } from "zod";
import { Trouble } from "../trouble.ts";

/** `traces.langfuse.filter` of helix.yaml: which traces are this program's. Every key narrows; metadata values are compared as texts. */
export const TraceFilter = z.strictObject({
  trace_name: z.string().optional(),
  environment: z.string().optional(),
  version: z.string().optional(),
  /** All of them. */
  tags: z.array(z.string()).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});
export type TraceFilter = z.infer<typeof TraceFilter>;

export type Condition = { type: string; column: string; operator: string; value: unknown; key?: string };

export function readFilter(filter: unknown): TraceFilter {
  const read = TraceFilter.safeParse(filter ?? {});
  if (read.success) return read.data;
  throw new Trouble(
    "traces.langfuse.filter cannot be used",
    z.prettifyError(read.error).replaceAll("\n", " "),
    "it takes trace_name, environment, version, tags (a list) and metadata (a mapping of texts)",
  );
}

/** Langfuse's filter overrides plain query parameters, time bounds included, so that the window has to stand in it. */
export function conditions(filter: TraceFilter, from: Date, to: Date): Condition[] {
  const { trace_name, environment, version, tags, metadata } = filter;
  const equal = (column: string, value: string | undefined): Condition[] =>
    value === undefined ? [] : [{ type: "string", column, operator: "=", value }];
  return [
    { type: "datetime", column: "startTime", operator: ">=", value: from.toISOString() },
    { type: "datetime", column: "startTime", operator: "<", value: to.toISOString() },
    ...equal("traceName", trace_name),
    ...equal("environment", environment),
    ...equal("version", version),
    ...(tags?.length ? [{ type: "arrayOptions", column: "tags", operator: "all of", value: tags }] : []),
    ...Object.entries(metadata ?? {}).map(([key, value]) => ({
      ...{ type: "stringObject", column: "metadata", key, operator: "=", value },
    })),
  ];
}
