import type { EvaluationRow } from "./evaluation.ts";

export type ChangeKind = "newly failing" | "regressed" | "improved" | "output changed";

/** What one example's rows say on both sides; scores are means over its repetitions. */
export interface ExampleChange {
  key: string;
  kind: ChangeKind;
  before: number;
  after: number;
}

export type ChangeCounts = Record<ChangeKind, number>;

/** Which changed examples somebody wants to see. */
export type ChangeFilter = ChangeKind | "all";

/** A row as far as changes need it; `output` is the hash of its prediction, null where there is none. */
export type AnsweredRow = Pick<EvaluationRow, "key" | "repetition" | "status" | "score"> & { output: string | null };

const order: readonly ChangeKind[] = ["newly failing", "regressed", "improved", "output changed"];
const rounding = 1e-9;

/**
 * Every example that both sides scored and that came out otherwise: what newly fails first, then the largest changes of
 * score, then other outputs at an equal score. An example stands once, under the first kind that holds.
 */
export function exampleChanges(before: readonly AnsweredRow[], after: readonly AnsweredRow[]): ExampleChange[] {
  const [was, is] = [byKey(before), byKey(after)];
  const changes = [...was].flatMap(([key, old]) => {
    const change = changeOf(key, old, is.get(key) ?? []);
    return change ? [change] : [];
  });
  const size = ({ before: a, after: b }: ExampleChange) => Math.abs(b - a);
  return changes.sort(
    (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || size(b) - size(a) || (a.key < b.key ? -1 : 1),
  );
}

export function countKinds(changes: readonly ExampleChange[]): ChangeCounts {
  const counts: ChangeCounts = { "newly failing": 0, regressed: 0, improved: 0, "output changed": 0 };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

function changeOf(key: string, was: AnsweredRow[], is: AnsweredRow[]): ExampleChange | null {
  const [before, after] = [scoreOf(was), scoreOf(is)];
  if (before === null || after === null) return null;
  const kind = kindOf(was, is, after - before);
  return kind && { key, kind, before, after };
}

function kindOf(was: AnsweredRow[], is: AnsweredRow[], d: number): ChangeKind | null {
  const failing = (rows: AnsweredRow[]) => rows.some(({ status }) => status !== "ok");
  if (failing(is) && !failing(was)) return "newly failing";
  if (Math.abs(d) > rounding) return d > 0 ? "improved" : "regressed";
  return outputs(was) === outputs(is) ? null : "output changed";
}

const outputs = (rows: AnsweredRow[]): string =>
  JSON.stringify([...rows].sort((a, b) => a.repetition - b.repetition).map(({ output }) => output));

/** Mean over repetitions; null where one has no score. */
function scoreOf(rows: AnsweredRow[]): number | null {
  let sum = 0;
  for (const { score } of rows) {
    if (score === null) return null;
    sum += score;
  }
  return rows.length > 0 ? sum / rows.length : null;
}

function byKey(rows: readonly AnsweredRow[]): Map<string, AnsweredRow[]> {
  const found = new Map<string, AnsweredRow[]>();
  for (const row of rows) {
    const same = found.get(row.key);
    if (same) same.push(row);
    else found.set(row.key, [row]);
  }
  return found;
}
