import { Drafts } from "../../models/draft.ts";
import type { Attempt } from "../attempt.ts";
import { draftLabels } from "../ingesting/draft-labels.ts";
import { Trouble } from "../trouble.ts";

export interface DraftOutcome extends Record<string, unknown> {
  draft: string;
}

/** Drafts the label of one input that a person brought without one. */
export async function draftStep(attempt: Attempt): Promise<DraftOutcome> {
  const draft = String(attempt.step.params.draft);
  await draftLabels(attempt, [draft]);
  const now = await Drafts.findById(draft).lean();
  if (now?.label) return { draft };
  throw new Trouble(
    "No label was drafted",
    now?.problem ?? "the model's provider did not answer",
    "add the message again, and fill in the label yourself",
  );
}
