import type { Workspace } from "./people.ts";

export type Waiting = { timeoutMs?: number };

/** Looks again after every change, and never between two. @throws Error after `timeoutMs`, with what was said last */
export async function patiently<T>(
  slack: Workspace,
  look: () => Promise<T | undefined | null | false>,
  { timeoutMs = 10_000 }: Waiting,
  wanted: string,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let seen = await changes(slack, -1, 0);
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    const left = deadline - Date.now();
    if (left <= 0) throw new Error(`waited ${timeoutMs} ms for ${wanted}\n${await lastWords(slack)}`);
    seen = await changes(slack, seen, left);
  }
}

async function changes(slack: Workspace, since: number, timeout: number): Promise<number> {
  return (await slack.get<{ current: number }>("changes", { since, timeout })).current;
}

async function lastWords(slack: Workspace): Promise<string> {
  const said = [...(await slack.messages()), ...(await slack.ephemerals())].sort((a, b) => a.seq - b.seq);
  return said
    .slice(-6)
    .map((message) => slack.render(message))
    .join("\n");
}

export function hasWords(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
}
