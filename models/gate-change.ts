import { randomUUID } from "node:crypto";
import { type Gate, Gates } from "./gate.ts";
import { gathering } from "./gathering.ts";
import type { Move } from "./moves.ts";

/** A compare-and-set of one gate: what has to hold for it, what is set and added, and the move that tells of it. */
export interface GateChange {
  filter: { _id: string } & Record<string, unknown>;
  set: Record<string, unknown>;
  push?: Record<string, unknown>;
  move: Move;
}

/**
 * Changes gates, those that are asked for together in one command. Each is answered with the gate as it stands once its own
 * change is made, or with null where what has to hold did not: moves stay, so the mark of one says whose change was made.
 */
export const changeGate = gathering(async (changes: GateChange[]): Promise<(Gate | null)[]> => {
  const marked = changes.map((change) => ({ ...change, mark: randomUUID() }));
  // Past the schema: everything here has its type already, and most of a gate is mixed in it.
  await Gates.collection.bulkWrite(marked.map(writeOf) as Writes, {
    ordered: false,
    writeConcern: { w: "majority", j: true },
  });
  const after = await Gates.find({ _id: { $in: changes.map(({ filter }) => filter._id) } }).lean<Gate[]>();
  const byId = new Map(after.map((gate) => [gate._id, gate]));
  return marked.map(({ filter, mark }) => {
    const gate = byId.get(filter._id);
    return gate?.moves.some((move) => move.mark === mark) ? gate : null;
  });
});

type Writes = Parameters<typeof Gates.collection.bulkWrite>[0];

const writeOf = ({ filter, set, push, move, mark }: GateChange & { mark: string }): object => ({
  updateOne: { filter, update: { $set: set, $inc: { rev: 1 }, $push: { ...push, moves: { ...move, mark } } } },
});
