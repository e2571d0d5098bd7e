import { onOneLine } from "../../blocks/readable.ts";
import { exactKey, hashOf } from "../../models/canonical.ts";
import { currentLabel } from "../../models/dataset.ts";
import { type AddedFrom, type Draft, Drafts } from "../../models/draft.ts";
import { shortId } from "../../models/ids.ts";
import type { Program } from "../../models/program.ts";

/** An input that a person brings from a message, with its label if they know it. */
export interface Brought {
  inputs: Record<string, unknown>;
  label: Record<string, unknown> | null;
  from: AddedFrom;
}

/** The draft that goes on to the truth gate, or why there is nothing to ask, in words. */
export type Added = { ok: true; draft: Draft } | { ok: false; because: string };

/** Makes the draft of an input, or takes up the one that traces made; nothing enters a dataset here. */
export async function addDraft(program: Program, brought: Brought): Promise<Added> {
  const { team, name } = program;
  const key = exactKey(brought.inputs);
  const before = await Drafts.findOne({ team, program: name, key }).lean<Draft>();
  const because = await whyNothingToAsk(program, before, key, brought.label);
  if (because !== null) return { ok: false, because };
  const _id = before?._id ?? `${team}-l${hashOf({ program: name, key }).slice(0, 10)}`;
  const label = brought.label ?? before?.label ?? null;
  const draftedBy = brought.label ? "the person who added it" : (before?.draftedBy ?? null);
  const status = label === null ? ("undrafted" as const) : ("drafted" as const);
  const set = { label, draftedBy, status, added: brought.from, gate: null, problem: null };
  const first = { team, program: name, key, inputs: brought.inputs, traces: [], traceCount: 0, at: brought.from.at };
  // Somebody else may have brought or asked about it since: the card that is open counts.
  const draft = await Drafts.findOneAndUpdate(
    { _id, status: { $ne: "gated" } },
    { $set: set, ...(!before && { $setOnInsert: { ...first, output: null, neighbours: [] } }) },
    { upsert: !before, returnDocument: "after" },
  ).lean<Draft>();
  return draft ? { ok: true, draft } : { ok: false, because: "it was asked about meanwhile: look at its card" };
}

async function whyNothingToAsk(
  { team, name }: Program,
  before: Draft | null,
  key: string,
  label: Brought["label"],
): Promise<string | null> {
  if (before?.status === "gated") return `this input is asked about already, in ${shortId(before.gate ?? "")}`;
  const known = await currentLabel(team, name, key);
  if (known && (label === null || hashOf(label) === known.labelHash))
    return `the dataset has this input since v${known.version}, with the label ${onOneLine(JSON.stringify(known.label))}; fill in another label to correct it`;
  if (known || label !== null) return null;
  if (before?.status === "labelled") return "its label was approved and waits for the next dataset version";
  return before?.status === "rejected"
    ? "this input was asked about before, and no label was wanted; fill in a label to ask again"
    : null;
}
