import { Labels } from "../../models/dataset.ts";
import type { Program } from "../../models/program.ts";
import type { Deps } from "../deps.ts";
import type { GoldRow } from "../importing.ts";
import { batches } from "./batches.ts";
import { type ImportOptions, type Plan, startPlan, takeRows } from "./import-plan.ts";
import { type Imported, makeVersion } from "./import-version.ts";
import { importWords } from "./import-words.ts";
import type { Ground } from "./keep.ts";
import { withNear } from "./near.ts";
import { settleVersion, settleVersions } from "./settle.ts";

const rowsAtOnce = 500;

/**
 * An operator's import: checked rows become the next dataset version, "imported, not reviewed", and an audit record. Rows
 * are streamed: what is held of each is its key and the hash of its label. Importing the same again makes no version.
 */
export async function importRows(
  deps: Pick<Deps, "python" | "packages" | "audit" | "now">,
  program: Program,
  rows: Iterable<GoldRow> | AsyncIterable<GoldRow>,
  by: string,
  options: ImportOptions = {},
): Promise<Imported> {
  await settleVersions(deps, program.team, program.name);
  const plan = await startPlan(program, by, options, deps.now());
  const take = async (ground: Ground) => {
    for await (const piece of batches(rows, rowsAtOnce)) await takeRows(plan, ground, piece);
  };
  const ground = { team: program.team, program: program.name, definition: plan.definition };
  const takeAll = () =>
    plan.definition.grouping === "near"
      ? withNear(deps, (near) => take({ ...ground, near }))
      : take({ ...ground, near: null });
  await takeAll().catch((error: unknown) => forget(plan, error));
  const imported = await makeVersion(plan);
  if (imported.isNew && imported.version) await settleVersion(deps, imported.version);
  return { ...imported, words: importWords(imported, program) };
}

/** Labels of rows that broke off belong to no version. Never once a version may have been written: then they are its own. */
async function forget({ team, program, batch }: Plan, error: unknown): Promise<never> {
  await Labels.deleteMany({ team, program, batch });
  throw error;
}
