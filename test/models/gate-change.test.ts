import { expect, it } from "vitest";
import { approve, reject } from "../../models/decide.ts";
import { type Gate, Gates, theGate } from "../../models/gate.ts";
import { changeGate } from "../../models/gate-change.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aTruth, ben } from "../support/gates.ts";

useDatabase();

const now = () => new Date();

it("of decisions about one gate in one command the first is made, and each of the others hears that it was not", async () => {
  const { gate } = await aTruth(await aProgram());

  const [byAnna, byBen, rejected] = await Promise.all([
    approve(gate, anna, [anna, ben], now()),
    approve(gate, ben, [anna, ben], now()),
    reject(gate, ben, "no", now()),
  ]);

  expect(byAnna).toMatchObject({ status: "approved", rev: gate.rev + 1, decision: { by: [anna] } });
  expect([byBen, rejected]).toEqual([null, null]);
  expect(await theGate(gate._id)).toEqual(byAnna);
});

it("of two clicks of one person at the same millisecond one counts", async () => {
  const { gate } = await aTruth(await aProgram());
  const at = now();

  const both = await Promise.all([approve(gate, anna, [anna], at), approve(gate, anna, [anna], at)]);

  expect(both.filter((after) => after !== null)).toHaveLength(1);
  expect((await theGate(gate._id)).votes).toHaveLength(1);
});

it("decisions about many gates are made together, each of its own gate, and one that is stale stops none", async () => {
  const ground = await aProgram();
  const gates: Gate[] = [];
  for (let n = 0; n < 5; n++) gates.push((await aTruth(ground)).gate);
  const stale = gates[2]?._id ?? "";
  await Gates.updateOne({ _id: stale }, { $inc: { rev: 1 } });

  const after = await Promise.all(gates.map((gate) => approve(gate, anna, [anna], now())));

  expect(after.map((gate) => gate?._id ?? null)).toEqual(gates.map(({ _id }) => (_id === stale ? null : _id)));
  expect((await theGate(stale)).status).toBe("open");
});

it("says that a change was made also when another one followed it in the same command", async () => {
  const { gate } = await aTruth(await aProgram());
  const move = (why: string) => ({ from: "open", to: "open", by: anna, at: now(), why });
  const change = (rev: number, why: string) =>
    changeGate({ filter: { _id: gate._id, rev }, set: { quorum: rev }, move: move(why) });

  const [first, second] = await Promise.all([change(gate.rev, "first"), change(gate.rev + 1, "second")]);

  expect(first?.moves.map(({ why }) => why).slice(-2)).toEqual(["first", "second"]);
  expect(second).toEqual(first);
});

it("one that cannot be written takes no other of the same moment with it", async () => {
  const ground = await aProgram();
  const [{ gate }, { gate: other }] = [await aTruth(ground), await aTruth(ground)];
  const deep = JSON.parse(`${"[".repeat(300)}${"]".repeat(300)}`);
  const move = { from: "open", to: "open", by: ben, at: now(), why: "too deep to be stored" };

  const [good, bad] = await Promise.allSettled([
    approve(gate, anna, [anna], now()),
    changeGate({ filter: { _id: other._id, rev: other.rev }, set: { note: deep }, move }),
  ]);

  expect(good).toMatchObject({ status: "fulfilled", value: { status: "approved", rev: gate.rev + 1 } });
  expect(bad.status).toBe("rejected");
  expect((await theGate(gate._id)).votes).toHaveLength(1);
  expect(await theGate(other._id)).toMatchObject({ rev: other.rev, moves: other.moves });
});
