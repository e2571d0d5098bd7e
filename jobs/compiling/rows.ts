import { Examples, Labels, membersOf, versionId } from "../../models/dataset.ts";
import type { Attempt } from "../attempt.ts";
import type { writeRows } from "../specs.ts";
import { Trouble } from "../trouble.ts";

/** The rows an optimizer learns from and selects by; it never sees test. */
export async function splitRows({ run, program }: Attempt, dataset: number) {
  const members = await membersOf(versionId(run.team, program.name, dataset));
  const learned = members.filter(({ split }) => split !== "test");
  const keys = learned.map(({ key }) => key);
  const scope = { team: run.team, program: program.name, key: { $in: keys } };
  const inputs = new Map((await Examples.find(scope).lean()).map((each) => [each.key, each.inputs]));
  const labels = new Map(
    (await Labels.find(scope).lean()).map((each) => [`${each.key} ${each.labelHash}`, each.label]),
  );
  const rowsIn = (split: string) =>
    learned
      .filter((member) => member.split === split)
      .map(({ key, label }) => ({
        id: key,
        inputs: inputs.get(key),
        label: labels.get(`${key} ${label}`),
        repetition: 0,
        prediction: null,
      })) as Parameters<typeof writeRows>[1];
  const found = { train: rowsIn("train"), val: rowsIn("val") };
  if (found.train.length === 0 || found.val.length === 0)
    throw new Trouble(
      "The compile did not start",
      `dataset v${dataset} has ${found.train.length} train and ${found.val.length} val examples`,
      "add labelled examples, or change the splits in helix.yaml",
    );
  return found;
}
