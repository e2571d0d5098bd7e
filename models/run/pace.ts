/** How much was done at a time, milliseconds since the epoch. */
export interface Mark {
  at: number;
  done: number;
}

/** Seconds of the past that count: what a model was asked a minute ago says little about now. */
const windowMs = 60_000;
/** Before so much was seen, a guess would jump about. */
const leastMs = 4_000;
const leastDone = 3;

/** The marks that still count, with the newest. Where less is done than before (a new attempt), it begins anew. */
export function withMark(marks: Mark[], mark: Mark): Mark[] {
  const last = marks.at(-1);
  if (last && mark.done < last.done) return [mark];
  const kept = marks.filter(({ at }) => mark.at - at <= windowMs);
  return last && mark.done === last.done && kept.length > 1 ? kept : [...kept, mark];
}

/** Seconds until `total` is done at the pace of the marks; null while too little was seen to say. */
export function secondsLeft(marks: Mark[], total: number | null, now: number): number | null {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last || total === null) return null;
  const done = last.done - first.done;
  const ms = now - first.at;
  if (ms < leastMs || done < leastDone) return null;
  return Math.max(0, ((total - last.done) * ms) / done / 1000);
}
