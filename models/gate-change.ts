import { randomUUID } from "node:crypto";
import { type Gate, Gates } from "./gate.ts";
import { gathering } from "./gathering.ts";
import type { Move } from "./moves.ts";
import { toBeShown } from "./unshown.ts";

/** A compare-and-set of one gate: what has to hold for it, what is set and added, and the move that tells of it. */
export interface GateChange {
  filter: { _id: string } & Record<string, unknown>;
  set: Record<string, unknown>;
  push?: Record<string, unknown>;
  move: Move;
}

type Marked = GateChange & { mark: string };

/**
 * Changes a gate: answers with it as it stands once the change is made, or with null where what has to hold did not. What is
 * asked for together is one command; moves stay, so the mark of one says afterwards whose change was made.
 */
export async function changeGate(change: GateChange): Promise<Gate | null> {
  const { gate, problem } = await together({ ...change, mark: randomUUID() });
  if (problem && !gate) throw problem;
  return gate;
}

const together = gathering(async (changes: Marked[]) => {
  const problem = await written(changes);
  // One that cannot be written must not take the others with it.
  const isOnes = problem === null || changes.length === 1;
  const problems = isOnes ? [problem] : await Promise.all(changes.map((change) => written([change])));
  const after = await Gates.find({ _id: { $in: changes.map(({ filter }) => filter._id) } }).lean<Gate[]>();
  const byId = new Map(after.map((gate) => [gate._id, gate]));
  return changes.map(({ filter, mark }, n) => {
    const gate = byId.get(filter._id);
    const isMade = gate?.moves.some((move) => move.mark === mark);
    return { gate: (isMade && gate) || null, problem: problems[n] ?? null };
  });
});

/** What went wrong, or null. Past the schema: everything has its type already, and most of a gate is mixed in it. */
const written = (changes: readonly Marked[]): Promise<Error | null> =>
  Gates.collection
    .bulkWrite(changes.map(writeOf) as Writes, { ordered: false, writeConcern: { w: "majority", j: true } })
    .then(
      () => null,
      (error: Error) => error,
    );

type Writes = Parameters<typeof Gates.collection.bulkWrite>[0];

const writeOf = ({ filter, set, push, move, mark }: Marked): object => ({
  updateOne: { filter, update: { $set: set, $inc: toBeShown, $push: { ...push, moves: { ...move, mark } } } },
});
