import { chunksOf, type DatasetVersion, Examples, exampleId, Labels, type Member } from "../../models/dataset.ts";
import type { Split } from "../../models/split.ts";

/** An example of a dataset version, with its label and its split there. */
export interface Content {
  key: string;
  inputs: Record<string, unknown>;
  label: Record<string, unknown>;
  split: Split;
}

/** A version's examples with inputs and labels, in the order of their keys, a chunk at a time. */
export async function* contentsOf({ _id, team, program }: DatasetVersion): AsyncGenerator<Content[]> {
  for await (const members of chunksOf(_id)) {
    const keys = members.map(({ key }) => key);
    const examples = await Examples.find({ _id: { $in: keys.map((key) => exampleId(team, program, key)) } }).lean();
    const labels = await Labels.find({ team, program, key: { $in: keys } }).lean();
    const inputsOf = new Map(examples.map(({ key, inputs }) => [key, inputs]));
    const labelOf = new Map(labels.map(({ key, labelHash, label }) => [`${key} ${labelHash}`, label]));
    yield members.map(({ key, label: hash, split }: Member): Content => {
      const [inputs, label] = [inputsOf.get(key), labelOf.get(`${key} ${hash}`)];
      if (!inputs || !label) throw new Error(`example ${key} is in ${_id} but not stored`);
      return { key, inputs, label, split };
    });
  }
}
