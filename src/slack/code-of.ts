/** Slack's code of a failed call, or what kind of trouble there was; a connection that ended by itself says nothing. */
export function codeOf(error: unknown): string {
  const { data, code } = (error ?? {}) as { data?: { error?: string }; code?: string };
  return data?.error ?? code ?? "connection closed";
}
