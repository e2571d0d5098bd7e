/** Sent with every message and never shown: by it a message is found again when Slack's answer was lost. */
export interface MessageMetadata {
  event_type: "helix_message";
  event_payload: { outbox_id: string };
}

export function metadataOf(key: string): MessageMetadata {
  return { event_type: "helix_message", event_payload: { outbox_id: key } };
}

/** The key of the outbox message that this metadata belongs to; null for metadata of anything else, or none. */
export function keyOfMetadata(metadata: unknown): string | null {
  const { event_type, event_payload } = (metadata ?? {}) as {
    event_type?: unknown;
    event_payload?: Record<string, unknown>;
  };
  const key = event_payload?.outbox_id;
  return event_type === "helix_message" && typeof key === "string" ? key : null;
}
