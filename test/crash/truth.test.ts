import { expect, it } from "vitest";
import { DatasetVersions, Labels, membersOf, versionId } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { type Gate, Gates, gateMessageKey } from "../../models/gate.ts";
import { type Run, Runs } from "../../models/run.ts";
import { until } from "../support/helix/until.ts";
import { type HelixSet, team } from "../support/helix.ts";
import { anna, audited, dies, messageKeys, posted, useFreshHelix } from "./support.ts";

const helix = useFreshHelix();

const asked = ["The invoice page shows a blank screen", "Deleting a comment takes two clicks"];

/** Two traces, drafted and asked about. */
async function questions(set: HelixSet): Promise<Gate[]> {
  for (const ticket of asked)
    set.langfuse.addTrace({ inputs: { ticket }, outputs: { urgency: "low" }, startedAt: new Date().toISOString() });
  await set.ended((await anna(set, "/helix review ticket-urgency"))._id);
  const gates = await Gates.find({ team, kind: "truth" }).sort({ n: 1 }).lean<Gate[]>();
  expect(gates).toHaveLength(2);
  return gates;
}

/** Ben approves a card; resolves when Slack's request was taken. */
async function approves(set: HelixSet, gate: Gate): Promise<void> {
  const card = await posted(set, gateMessageKey(gate), /Approve/);
  await set.slack.as("U0BEN").presses(card, { text: "Approve" });
}

it("kill -9 of the bot after a decision, of the next one after a label was stored, and of the worker after the labels were claimed: one version, with both labels once", async () => {
  const { set, first } = helix;
  const deciding = await set.startBot({ failpoint: "gate:decided" });
  const worker = await set.startWorker({ failpoint: "version:claimed" });
  await set.ended(first);
  const [one, other] = (await questions(set)) as [Gate, Gate];
  await approves(set, one);
  await dies(deciding);
  const labelling = await set.startBot({ failpoint: "truth:labelled" });
  await approves(set, other);
  await dies(labelling);
  await set.startBot();
  await dies(worker);
  await set.startWorker();

  const run = await until("a run for v2", () => Runs.findOne({ team, key: /^version-/ }).lean<Run>());
  expect(await set.ended(run._id)).toMatchObject({
    status: "done",
    steps: [{ outcome: { number: 2, added: 2 } }, {}],
  });
  expect(await Runs.countDocuments({ team, key: /^version-/ })).toBe(1);
  const labels = await Labels.find({ team, source: "review" }).lean();
  expect(labels.map(({ gate, version, batch }) => ({ gate, version, batch }))).toEqual(
    expect.arrayContaining([one, other].map(({ _id }) => ({ gate: _id, version: 2, batch: run._id }))),
  );
  expect(labels).toHaveLength(2);
  const versions = await DatasetVersions.find({ team }).sort({ number: 1 }).lean();
  expect(versions).toMatchObject([{ number: 1 }, { number: 2, added: 2, changed: 0 }]);
  const members = (await membersOf(versionId(team, "ticket-urgency", 2))).map(({ key }) => key);
  const keys = (await Drafts.find({ team }).lean()).map(({ key }) => key);
  expect(members.filter((key) => keys.includes(key)).sort()).toEqual([...keys].sort());
  expect(new Set(members).size).toBe(42);
  expect((await audited("decision")).map(({ body }) => body.gate).sort()).toEqual([one._id, other._id].sort());
  expect(await audited("dataset_version")).toHaveLength(1);
  for (const gate of [one, other]) await posted(set, gateMessageKey(gate), /Approved by @Ben.*The label is stored/);
  const shown = await messageKeys(set);
  expect(shown).toEqual([...new Set(shown)]);
}, 120_000);
