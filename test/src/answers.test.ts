import { expect, it } from "vitest";
import { renderMessage } from "../../examples/workspace/text.ts";
import { Evaluations } from "../../models/evaluation.ts";
import { Programs } from "../../models/program.ts";
import { type Asker, answer } from "../../src/answers.ts";
import { useDatabase } from "../support/database.ts";
import { anEvaluation, aProgram, program, rita, team } from "../support/gates.ts";

useDatabase();

const asker = { team, user: rita } as Asker;

const shown = async (intent: Parameters<typeof answer>[0]): Promise<string> =>
  renderMessage((await answer(intent, asker)) as never)
    .replaceAll(/[*`]/g, "")
    .replaceAll(/\s+/g, " ");

it("where nothing is registered, the status says who adds a program, and how", async () => {
  expect(await shown({ verb: "status", program: null })).toContain(
    "No program is registered yet. An operator adds one with npm run helix -- add <folder of helix.yaml>.",
  );
});

it("the status of every program names what is deployed and how it was measured", async () => {
  await aProgram();

  expect(await shown({ verb: "status", program: null })).toMatch(
    /ticket-router: d0 is deployed: c1 on flash, since .*score not evaluated yet; it has not been evaluated/,
  );
});

it("a deployment measured with an earlier metric is not called measured on today's dataset", async () => {
  const ground = await aProgram();
  const evaluation = await anEvaluation(ground.base, "T0HELIX-r1", 20);
  expect(await shown({ verb: "status", program: null })).toContain("measured on today's dataset, v1");

  await Evaluations.updateOne({ _id: evaluation._id }, { $set: { metricSource: "an earlier one" } });

  expect(await shown({ verb: "status", program: null })).toContain(
    "measured with an earlier metric than today's: /helix eval ticket-router measures it again",
  );
});

it.each([
  [null, /Where d0 of ticket-router comes from/],
  ["deployed", /Where d0 of ticket-router comes from/],
  ["d0", /unproven lineage: it was there when the program was registered/],
  ["d9", /There is no lineage of d9 to show\. ticket-router has no such deployment\. Name a deployment such as d1/],
  ["c1", /There is no lineage of c1 to show\./],
])("the lineage of %s", async (of, words) => {
  await aProgram();

  expect(await shown({ verb: "lineage", program, of })).toMatch(words);
});

it("the lineage of nobody knows which", async () => {
  const { program: first } = await aProgram();
  await Programs.create({ ...first, _id: "another", name: "another" });

  expect(await shown({ verb: "lineage", program: null, of: null })).toMatch(
    /There is no lineage to show\. It is not clear which program is meant\./,
  );
});
