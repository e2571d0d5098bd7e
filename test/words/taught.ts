import { verbs } from "../../models/intent/words.ts";
import { featuresOf } from "../../src/phrases/scored/features.ts";
import { withoutForbidden } from "../../src/phrases/scored/forbidden.ts";
import { mended } from "../../src/phrases/scored/mended.ts";
import { type Kept, kept, type Label } from "../../src/phrases/scored/model.ts";
import { repaired } from "../../src/phrases/scored/repairs.ts";
import { tokensOf } from "../../src/phrases/scored/tokens.ts";
import { withoutTold } from "../../src/phrases/scored/told.ts";
import { tidy } from "../../src/phrases/tidy.ts";
import { type Lesson, learn } from "./learn.ts";
import { type Example, written } from "./lessons.ts";
import { corpus, known, type Said } from "./score.ts";

/** What the reader is taught: the written lessons, and every request that people wrote but those held out. */
export const taught = (said: readonly Said[] = corpus("known")): Kept =>
  kept(learn([...written(), ...said.flatMap(exampleOf)].map(lessonOf), [...verbs, "refuse"]));

/** Two asks in one message teach nothing about either. */
function exampleOf({ says, means, about, thread }: Said): Example[] {
  if (means.includes(" ; ") || (means === "ask" && about === undefined)) return [];
  const label = means === "ask" ? about : means === "refuse" ? means : means.split(" ")[1];
  return [{ says, label: label as Label, isInThread: thread !== undefined }];
}

function lessonOf({ says, label, isInThread }: Example): Lesson {
  const tokens = tokensOf(mended(tidy(says), known), known);
  return { found: featuresOf(withoutForbidden(withoutTold(repaired(tokens) ?? tokens)), isInThread), label };
}
