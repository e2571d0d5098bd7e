/** What a route answers. */
export type Reply = { status: number; body: unknown; headers?: Record<string, string> };

export class BadRequest extends Error {}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** One page of a list that is in order; the cursor names the last item of the page, so items that arrive meanwhile repeat nothing. */
export function page<T extends { id: string }>(items: T[], query: URLSearchParams, max: number) {
  const limit = Number(query.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > max) {
    throw new BadRequest(`Invalid request data: limit must be between 1 and ${max}`);
  }
  const after = Buffer.from(query.get("cursor") ?? "", "base64url").toString();
  const start = after ? items.findIndex((item) => item.id === after) + 1 : 0;
  const data = items.slice(start, start + limit);
  const isLast = start + limit >= items.length;
  return { data, meta: isLast ? {} : { cursor: Buffer.from(`${data.at(-1)?.id}`).toString("base64url") } };
}
