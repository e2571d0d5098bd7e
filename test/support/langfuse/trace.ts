import { randomBytes } from "node:crypto";
import type { Row } from "./row.ts";

/** One call of a DSPy program as somebody's production would have traced it. Everything but inputs and outputs has a default. */
export type TraceSpec = {
  traceId?: string;
  /** Class name of the module. */
  module?: string;
  traceName?: string;
  inputs: unknown;
  /** The prediction's fields; null for a call that failed. */
  outputs: unknown;
  error?: string;
  startedAt?: string;
  latencyMs?: number;
  metadata?: Record<string, unknown>;
  tags?: string[];
  environment?: string;
  version?: string;
  /** Name of the user's own function around the program: then the program is not the root. */
  within?: string;
};

type Span = { name: string; type: Row["type"]; input: unknown; output: unknown };

/** The spans an instrumented program leaves: the module, what it calls inside, and the LM call, each started a little later than its parent. */
export function traceRows(spec: TraceSpec, projectId: string): Row[] {
  const traceId = spec.traceId ?? randomBytes(16).toString("hex");
  const ids = spans(spec).map(() => randomBytes(8).toString("hex"));
  return spans(spec).map((span, depth) => row(spec, span, { traceId, projectId, depth, ids }));
}

function spans(spec: TraceSpec): Span[] {
  const io = { input: spec.inputs, output: spec.outputs };
  const inside: Span[] = ["ChainOfThought.forward", "Predict.forward", "Predict(StringSignature).forward"].map(
    (name) => ({
      ...{ name, type: "CHAIN", ...io },
    }),
  );
  return [
    ...(spec.within ? [{ name: spec.within, type: "SPAN" as const, input: { request: "…" }, output: null }] : []),
    { name: `${spec.module ?? "IngredientAnalyzer"}.forward`, type: "CHAIN", ...io },
    ...inside,
    { name: "ChatAdapter.__call__", type: "CHAIN", input: { inputs: spec.inputs }, output: [spec.outputs] },
    { name: "LM.__call__", type: "GENERATION", input: { messages: [] }, output: spec.error ? null : ["…"] },
  ];
}

type Place = { traceId: string; projectId: string; depth: number; ids: string[] };

function row(spec: TraceSpec, span: Span, { traceId, projectId, depth, ids }: Place): Row {
  const start = Date.parse(spec.startedAt ?? new Date().toISOString()) + depth;
  const latencyMs = Math.max((spec.latencyMs ?? 1_200) - 2 * depth, 0);
  const isLm = span.type === "GENERATION";
  return {
    id: `${ids[depth]}`,
    traceId,
    projectId,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + latencyMs).toISOString(),
    parentObservationId: ids[depth - 1] ?? null,
    type: span.type,
    name: span.name,
    level: spec.error ? "ERROR" : "DEFAULT",
    statusMessage: spec.error ?? "",
    version: spec.version ?? "",
    environment: spec.environment ?? "production",
    userId: "",
    sessionId: "",
    isRootObservation: depth === 0,
    bookmarked: false,
    public: false,
    input: text(span.input),
    output: spec.error ? null : text(span.output),
    metadata: { ...spec.metadata, "scope.name": scopeOf(span), "attributes.openinference.span.kind": span.type },
    model: isLm ? "sim-flash" : "",
    usageDetails: isLm ? { input: 420, output: 60, total: 480 } : {},
    totalCost: isLm ? 0.000066 : 0,
    latency: latencyMs / 1000,
    traceName: spec.traceName ?? "ingredient-analyzer",
    release: "",
    tags: spec.tags ?? [],
  };
}

function scopeOf(span: Span): string {
  return span.type === "SPAN" ? "langfuse-sdk" : "openinference.instrumentation.dspy";
}

/** Strings are kept as they are (a Python repr, say); everything else is kept as JSON text. */
function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
