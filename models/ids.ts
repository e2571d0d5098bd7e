import { model, Schema } from "mongoose";

/** What carries a short id: r12 run, c7 candidate, e5 evaluation, x3 comparison, g4 gate, l9 label draft. (v4, d3 are numbers per program.) */
export type Numbered = "r" | "c" | "e" | "x" | "g" | "l";

interface Counter {
  _id: string;
  next: number;
}

const Counters = model<Counter>("Counter", new Schema<Counter>({ _id: String, next: Number }, { autoIndex: false }));

/** The next number of this kind in this team: 1, 2, 3 … Gaps are possible, repeats are not. */
export async function nextNumber(team: string, kind: Numbered): Promise<number> {
  const counter = await Counters.findOneAndUpdate(
    { _id: `${team}-${kind}` },
    { $inc: { next: 1 } },
    { upsert: true, returnDocument: "after" },
  ).lean();
  return counter.next;
}

/** The stored id: the team and the short id people see. It holds no colon, so it can be part of a BullMQ job id. */
export const fullId = (team: string, kind: Numbered, n: number): string => `${team}-${kind}${n}`;

/** What people see of a stored id: `T1-r12` → `r12`. */
export const shortId = (id: string): string => id.slice(id.lastIndexOf("-") + 1);
