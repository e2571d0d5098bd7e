import { hashOf } from "../../models/canonical.ts";
import { chunksOf, type Member } from "../../models/dataset.ts";
import { isDuplicateKey } from "../../models/duplicate-key.ts";
import { type Evaluation, type EvaluationRow, EvaluationRows } from "../../models/evaluation.ts";
import { predictionKey, scoreKey } from "../../models/keys.ts";
import type { Program } from "../../models/program.ts";
import { lmIdentity, type Release } from "../../models/release.ts";

/** What decides a prediction besides its inputs. */
export const predictionBasis = (program: Program, release: Release) => ({
  stateHash: release.stateHash,
  // One module may build several programs with equal predictors.
  programSource: hashOf({ source: release.programSource, entry: release.entry }),
  lm: lmIdentity(release.lm),
  adapter: release.adapter,
  dspy: program.described.dspy,
  evalContract: program.described.evalContract,
});

type Basis = ReturnType<typeof predictionBasis>;

/** Writes the rows an evaluation consists of, all pending, a chunk of members at a time. Doing it again changes nothing. */
export async function planRows(
  evaluation: Evaluation,
  version: string,
  program: Program,
  release: Release,
): Promise<void> {
  const basis = predictionBasis(program, release);
  for await (const members of chunksOf(version)) {
    const rows = rowsFor(members, evaluation, basis);
    if (rows.length > 0) await insertNew(rows);
  }
}

function rowsFor(members: Member[], evaluation: Evaluation, basis: Basis): EvaluationRow[] {
  return members
    .filter(({ split }) => split === evaluation.split)
    .flatMap((member) =>
      Array.from({ length: evaluation.repetitions }, (_, repetition) => {
        const prediction = predictionKey({ ...basis, inputsKey: member.key, repetition });
        return pendingRow(evaluation, member, repetition, prediction);
      }),
    );
}

const pendingRow = (
  { _id: evaluation, metricSource }: Evaluation,
  { key, label }: Member,
  repetition: number,
  prediction: string,
): EvaluationRow => ({
  _id: `${evaluation}-${key}-${repetition}`,
  evaluation,
  key,
  label,
  repetition,
  fence: "",
  fenceEpoch: 0,
  status: "pending",
  predictionKey: prediction,
  scoreKey: scoreKey({ prediction, labelHash: label, metricSource }),
  score: null,
  feedback: null,
  dimensions: {},
  prediction: null,
  measured: null,
  fresh: false,
  error: null,
});

/** Rows of an earlier attempt are left as they are; one that plans at the same time may have been first. */
async function insertNew(rows: EvaluationRow[]): Promise<void> {
  const known = await EvaluationRows.find({ _id: { $in: rows.map(({ _id }) => _id) } }, { _id: 1 }).lean();
  const there = new Set(known.map(({ _id }) => _id));
  const wanted = rows.filter(({ _id }) => !there.has(_id));
  if (wanted.length === 0) return;
  await EvaluationRows.insertMany(wanted, { ordered: false, lean: true }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

/** From now on only this attempt, or a later one, may write the pending rows: one that was overtaken takes none back. */
export async function fenceRows(evaluation: Evaluation, fence: string, epoch: number): Promise<void> {
  await EvaluationRows.updateMany(
    { evaluation: evaluation._id, status: "pending", fenceEpoch: { $lte: epoch } },
    { $set: { fence, fenceEpoch: epoch } },
  );
}
