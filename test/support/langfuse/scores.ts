import { randomUUID } from "node:crypto";
import { BadRequest, ok, page, type Reply } from "./reply.ts";

export type Score = {
  id: string;
  projectId: string;
  name: string;
  value: unknown;
  dataType: string;
  source: string;
  timestamp: string;
  environment: string;
  createdAt: string;
  updatedAt: string;
  comment: string | null;
  configId: string | null;
  metadata: Record<string, unknown>;
  traceId: string;
  observationId: string | null;
};

const groups: Record<string, (score: Score) => object> = {
  details: ({ comment, configId, metadata }) => ({ comment, configId, metadata }),
  subject: ({ traceId, observationId }) => ({
    subject: observationId ? { kind: "observation", id: observationId, traceId } : { kind: "trace", id: traceId },
  }),
  annotation: () => ({ authorUserId: null, queueId: null }),
};

/** POST /api/public/scores: the same id again replaces; a trace that does not exist is accepted, as on the server. */
export function createScore(
  scores: Map<string, Score>,
  body: Record<string, unknown>,
  projectId: string,
  at: Date,
): Reply {
  const { name, value, traceId, dataType = "NUMERIC", source = "API", configId = null } = body;
  if (typeof name !== "string" || value === undefined) throw new BadRequest("Invalid request data: name and value");
  if (source === "ANNOTATION" && dataType !== "CORRECTION" && !configId) throw new BadRequest("configId is required");
  const id = String(body.id ?? randomUUID());
  const known = { createdAt: scores.get(id)?.createdAt ?? at.toISOString(), updatedAt: at.toISOString() };
  const subject = { traceId: `${traceId}`, observationId: (body.observationId as string | undefined) ?? null };
  const given = { name, value, dataType: `${dataType}`, source: `${source}`, configId: configId as string | null };
  const extra = { comment: (body.comment as string | undefined) ?? null, metadata: (body.metadata as object) ?? {} };
  const timestamp = typeof body.timestamp === "string" ? body.timestamp : at.toISOString();
  scores.set(id, {
    id,
    projectId,
    timestamp,
    environment: "default",
    ...known,
    ...subject,
    ...given,
    ...extra,
  } as Score);
  return ok({ id });
}

/** GET /api/public/v3/scores, newest first. */
export function listScores(scores: Iterable<Score>, query: URLSearchParams): Reply {
  const fields = (query.get("fields") ?? "").split(",").filter(Boolean);
  const unknown = fields.find((field) => !(field in groups));
  if (unknown) throw new BadRequest(`Invalid fields: ${unknown}`);
  if (query.has("observationId") && !query.has("traceId")) throw new BadRequest("observationId requires traceId");
  const found = [...scores].filter((score) => isAsked(score, query));
  const { data, meta } = page(
    found.sort((a, b) => b.timestamp.localeCompare(a.timestamp)),
    query,
    100,
  );
  return ok({ data: data.map((score) => shown(score, fields)), meta: { limit: data.length, ...meta } });
}

function isAsked(score: Score, query: URLSearchParams): boolean {
  const oneOf = (name: keyof Score) => query.get(name)?.split(",").includes(`${score[name]}`) ?? true;
  const from = query.get("fromTimestamp");
  const to = query.get("toTimestamp");
  return (
    (["id", "name", "traceId", "observationId"] as const).every(oneOf) &&
    (query.get("dataType")?.toUpperCase().split(",").includes(score.dataType) ?? true) &&
    (!from || Date.parse(score.timestamp) >= Date.parse(from)) &&
    (!to || Date.parse(score.timestamp) < Date.parse(to))
  );
}

function shown(score: Score, fields: string[]): object {
  const { id, projectId, name, value, dataType, source, timestamp, environment, createdAt, updatedAt } = score;
  const core = { id, projectId, name, value, dataType, source, timestamp, environment, createdAt, updatedAt };
  return Object.assign(core, ...fields.map((field) => groups[field]?.(score)));
}
