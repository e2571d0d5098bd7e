/** One span as the server keeps it; `fields` decides which of these leave it. Empty strings stand where a reader expects null, as measured. */
export type Row = {
  id: string;
  traceId: string;
  startTime: string;
  endTime: string;
  projectId: string;
  parentObservationId: string | null;
  type: "SPAN" | "CHAIN" | "GENERATION" | "TOOL" | "RETRIEVER";
  name: string;
  level: "DEFAULT" | "ERROR";
  statusMessage: string;
  version: string;
  environment: string;
  userId: string;
  sessionId: string;
  isRootObservation: boolean;
  bookmarked: boolean;
  public: boolean;
  input: string | null;
  output: string | null;
  metadata: Record<string, unknown>;
  model: string;
  usageDetails: Record<string, number>;
  totalCost: number;
  latency: number;
  traceName: string;
  release: string;
  tags: string[];
};

const core = ["id", "traceId", "startTime", "endTime", "projectId", "parentObservationId", "type"] as const;
const groups: Record<string, readonly (keyof Row)[]> = {
  basic: [
    ...(["name", "level", "statusMessage", "version", "environment"] as const),
    ...(["bookmarked", "public", "userId", "sessionId", "isRootObservation"] as const),
  ],
  io: ["input", "output"],
  metadata: ["metadata"],
  model: ["model"],
  usage: ["usageDetails", "totalCost"],
  metrics: ["latency"],
  trace_context: ["tags", "release", "traceName"],
};
const shownOfMetadata = 200;

/** What a reader gets of a row: `core` always, known groups as asked, unknown groups silently ignored, long metadata cut unless expanded. */
export function shown(row: Row, fields: string | null, expandMetadata: string | null): Partial<Row> {
  const wanted = (fields || "core,basic").split(",").flatMap((group) => groups[group.trim()] ?? []);
  const picked = Object.fromEntries([...core, ...wanted].map((key) => [key, row[key]])) as Partial<Row>;
  const expanded = new Set((expandMetadata ?? "").split(","));
  if (picked.metadata) picked.metadata = cut(picked.metadata, expanded);
  return picked;
}

function cut(metadata: Record<string, unknown>, expanded: Set<string>): Record<string, unknown> {
  const entries = Object.entries(metadata).map(([key, value]) => {
    const isLong = typeof value === "string" && value.length > shownOfMetadata && !expanded.has(key);
    return [key, isLong ? value.slice(0, shownOfMetadata) : value];
  });
  return Object.fromEntries(entries);
}
