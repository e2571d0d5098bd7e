import { type AskedBack, askBack, questionPlace } from "../../models/asked-back.ts";
import type { Said } from "../../models/said.ts";

/** Long enough to look something up, short enough that nobody has forgotten what was asked. */
const openForMs = 30 * 60_000;

/** Where Helix waits for this person's answer: the thread of what was said; in direct messages people answer anywhere. */
export const placeOfQuestion = ({ team, channel, threadTs, ts, user, direct }: Said): string =>
  questionPlace({ team, channel, user, thread: direct ? null : (threadTs ?? ts) });

/** Keeps a question open for whoever said it, for half an hour. */
export const keepQuestion = (
  said: Said,
  question: Pick<AskedBack, "text" | "from" | "to" | "problem" | "choices" | "lines">,
  at: Date,
): Promise<void> =>
  askBack({
    _id: placeOfQuestion(said),
    ...question,
    said,
    expiresAt: new Date(at.getTime() + openForMs),
  });
