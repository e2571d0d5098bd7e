import type { RowSpec } from "../../models/contract.ts";
import { type DatasetVersion, DatasetVersions, versionId } from "../../models/dataset.ts";
import type { Attempt } from "../attempt.ts";
import { type Content, contentsOf } from "../datasets/contents.ts";
import { Trouble } from "../trouble.ts";

/** The rows an optimizer learns from and selects by; it never sees test. */
export async function splitRows({ run, program }: Attempt, dataset: number) {
  const version = await DatasetVersions.findById(versionId(run.team, program.name, dataset))
    .orFail()
    .lean<DatasetVersion>();
  const found = { train: [] as RowSpec[], val: [] as RowSpec[] };
  for await (const contents of contentsOf(version))
    for (const each of contents) if (each.split !== "test") found[each.split].push(rowOf(each));
  if (found.train.length === 0 || found.val.length === 0)
    throw new Trouble(
      "The compile did not start",
      `dataset v${dataset} has ${found.train.length} train and ${found.val.length} val examples`,
      "add labelled examples, or change the splits in helix.yaml",
    );
  return found;
}

const rowOf = ({ key, inputs, label }: Content): RowSpec =>
  ({ id: key, inputs, label, repetition: 0, prediction: null }) as RowSpec;
