import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exactKey } from "../../models/canonical.ts";
import type { RowSpec } from "../../models/contract.ts";
import { Examples, exampleId, Labels } from "../../models/dataset.ts";
import type { Evaluation, EvaluationRow } from "../../models/evaluation.ts";
import { Trouble } from "../trouble.ts";
import { pendingRows, predictionsOf } from "./known.ts";

/** Writes the rows of this attempt that are still pending as the runner reads them. Answers with their number. */
export async function writeDueRows(evaluation: Evaluation, fence: string, path: string): Promise<number> {
  let count = 0;
  async function* lines() {
    for await (const row of dueRows(evaluation, fence)) {
      count += 1;
      yield `${JSON.stringify(row)}\n`;
    }
  }
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return count;
}

/** The rows of this attempt that are still pending, with what the runner needs for them. A changed example stops it: Trouble. */
export async function* dueRows(evaluation: Evaluation, fence: string): AsyncGenerator<RowSpec> {
  for await (const rows of pendingRows(evaluation, fence)) yield* await withContent(rows, evaluation);
}

async function withContent(rows: EvaluationRow[], { team, program }: Evaluation): Promise<RowSpec[]> {
  const keys = rows.map(({ key }) => key);
  const [examples, labels, predictions] = await Promise.all([
    Examples.find({ _id: { $in: keys.map((key) => exampleId(team, program, key)) } }).lean(),
    Labels.find({ team, program, key: { $in: keys } }).lean(),
    predictionsOf(rows),
  ]);
  const inputsOf = new Map(examples.map(({ key, inputs }) => [key, inputs]));
  const labelOf = new Map(labels.map(({ key, labelHash, label }) => [`${key} ${labelHash}`, label]));
  return rows.map((row) => ({
    id: row._id,
    inputs: intact(inputsOf.get(row.key), row.key),
    label: stored(labelOf.get(`${row.key} ${row.label}`), row.key) as RowSpec["label"],
    repetition: row.repetition,
    prediction: (predictions.get(row.predictionKey)?.prediction ?? null) as RowSpec["prediction"],
  }));
}

/** A stored example that does not match its key any more must not be evaluated. */
function intact(inputs: Record<string, unknown> | undefined, key: string): RowSpec["inputs"] {
  if (exactKey(stored(inputs, key)) === key) return inputs as RowSpec["inputs"];
  throw new Trouble(
    "The evaluation stopped",
    `stored example ${key.slice(0, 12)} was changed`,
    "run `npm run audit -- verify` and restore it",
  );
}

function stored<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new Error(`example ${key} is in the dataset version but not stored`);
  return value;
}
