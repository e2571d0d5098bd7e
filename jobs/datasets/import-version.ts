import { type DatasetVersion, Labels, latestVersion, membersOf } from "../../models/dataset.ts";
import { type Merged, mergeMembers } from "../../models/merge-members.ts";
import { writeVersion } from "../datasets.ts";
import type { Conflict, Plan, Refusal } from "./import-plan.ts";

export interface Imported extends Pick<Merged, "added" | "relabelled" | "kept" | "unchanged"> {
  /** The version that was made, or the newest as it stays; null: there is no dataset. */
  version: DatasetVersion | null;
  isNew: boolean;
  refused: Refusal[];
  /** Rows that say again what an earlier row said. */
  repeated: number;
  conflicts: Conflict[];
  /** Rows whose stated split is not the stored one (which stays), or not that of what they resemble (which is as stated). */
  otherSplit: string[];
  rowOf: (key: string) => string;
  /** All of it as sentences. */
  words: string[];
}

export type Outcome = Omit<Imported, "words">;

/** Writes the version, on top of whatever is newest by then. */
export async function makeVersion(plan: Plan): Promise<Outcome> {
  const { team, program, batch, coming, refused, repeated, conflicts, otherSplit, rows } = plan;
  const rest = { refused, repeated, conflicts, otherSplit, rowOf: (key: string) => rows.get(key)?.row ?? "a row" };
  for (;;) {
    const parent = await latestVersion(team, program);
    const merged = mergeMembers(
      parent ? await membersOf(parent._id) : [],
      coming.values(),
      plan.options.replace ?? false,
    );
    const { members, ...fates } = merged;
    const enters = [...fates.added, ...fates.relabelled];
    if (enters.length === 0) {
      await Labels.deleteMany({ team, program, batch });
      return { ...fates, ...rest, version: parent, isNew: false };
    }
    const version = await writeVersion(wanted(plan, parent, fates), members);
    // Another writer was faster: its version is the parent now.
    if (version.batch !== batch) continue;
    return { ...fates, ...rest, version, isNew: true };
  }
}

function wanted(
  plan: Plan,
  parent: DatasetVersion | null,
  { added, relabelled }: Pick<Merged, "added" | "relabelled">,
) {
  const { team, program, by, at, batch, options } = plan;
  return {
    ...{ team, program, at, batch, author: by, run: null, cause: "import" as const },
    number: (parent?.number ?? 0) + 1,
    splitDefinition: parent?.splitDefinition ?? plan.definition,
    parent: parent?.number ?? null,
    added: added.length,
    changed: relabelled.length,
    note: `imported${options.source ? ` from ${options.source}` : ""}, not reviewed`,
  };
}
