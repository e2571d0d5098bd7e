import { finding } from "../gathering.ts";
import { Outbox, type OutboxMessage } from "../outbox.ts";

/** Where a message stands or stood in Slack. */
export type Place = Pick<OutboxMessage, "team" | "key" | "channel" | "ts" | "formerTs">;
type Asked = Pick<Place, "team" | "key">;

const known = { team: 1, key: 1, channel: 1, ts: 1, formerTs: 1 };

const places = finding(
  (asked: Asked[]) => {
    const keys = { team: { $in: asked.map(({ team }) => team) }, key: { $in: asked.map(({ key }) => key) } };
    return Outbox.find(keys, known).lean<Place[]>().exec();
  },
  (place, { team, key }) => place.team === team && place.key === key,
);

/** Where the message of this key stands; null where none was ever wanted. */
export const placeOf = (team: string, key: string): Promise<Place | null> => places({ team, key });
