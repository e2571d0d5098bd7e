/** Something said to Helix: in a channel or thread by mention, or in its own messages. */
export interface Said {
  team: string;
  user: string;
  channel: string;
  ts: string;
  threadTs: string | null;
  text: string;
  /** Helix's own user id: its mention is no part of what is said. */
  me: string;
  direct: boolean;
}
