/** Where a message stands in Slack. */
export interface Place {
  channel: string;
  ts: string;
  /** The message whose thread it is in; null in the channel itself. */
  threadTs: string | null;
}

/** Slack's address of a message, made as Slack makes it. @param workspace the workspace's own address */
export function permalink(workspace: string, { channel, ts, threadTs }: Place): string {
  const inThread = threadTs === null ? "" : `?thread_ts=${threadTs}&cid=${channel}`;
  return new URL(`/archives/${channel}/p${ts.replace(".", "")}${inThread}`, workspace).href;
}
