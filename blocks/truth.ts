import { isDeepStrictEqual } from "node:util";
import type { Draft } from "../models/draft.ts";
import { currentRevision, type Gate } from "../models/gate.ts";
import { shortId } from "../models/ids.ts";
import { type FormField, fieldBlock } from "./add-form.ts";
import { plural } from "./figures.ts";
import { gateButtons, gateLife, gateLifeWords, openUntil } from "./gate.ts";
import {
  bold,
  context,
  cut,
  joined,
  link,
  type Message,
  mention,
  message,
  modal,
  mrkdwn,
  preformatted,
  section,
  selectInput,
  textInput,
  type Words,
} from "./kit.ts";
import { neighbourBlocks, neighbourWarnings } from "./neighbours.ts";
import { readable } from "./readable.ts";

/** The truth card: the input, the label as it would be stored, why it was drafted, and Approve · Edit · Reject. */
export function truthCard(gate: Gate, draft: Draft, approvers: string[]): Message {
  const revision = currentRevision(gate);
  const editor = gate.revisions.findLast(({ by }) => by !== "helix")?.by;
  const label = readable(revision.label ?? {});
  const neighbours = gate.status === "open" ? (draft.neighbours ?? []) : [];
  const warnings = joined(neighbourWarnings(revision.label ?? {}, neighbours), " ");
  const question = `Is this the right answer for ${gate.program}?`;
  const asks = gate.status === "open" ? joined(approvers.map(mention), " ") : "";
  const life = gateLifeWords(gate);
  const said = gate.decision
    ? mrkdwn`Label ${shortId(gate._id)} of ${gate.program}: ${gate.decision.outcome} by ${joined(gate.decision.by.map(mention), " and ")}. ${gate.effect.detail ?? "What follows is being done."}`
    : mrkdwn`${asks} ${question} ${cut(readable(draft.inputs), 500)} — drafted: ${cut(label, 700)}. ${warnings} ${life}`;
  const isAsProduction = isDeepStrictEqual(draft.output, revision.label);
  const production =
    draft.output && !isAsProduction
      ? [section("Production answered:"), preformatted(cut(readable(draft.output), 900))]
      : [];
  const drafted = isAsProduction ? "Drafted label, the same as production answered:" : "Drafted label:";
  const seen = `Revision ${gate.revision}, seen in ${plural(draft.traceCount, "trace")}.`;
  return message(joined([said, seen], " "), [
    section(joined(gate.status === "open" ? [bold(question), asks] : [bold(question)], " ")),
    preformatted(cut(readable(draft.inputs), 1_500)),
    section(editor ? mrkdwn`Label as edited by ${mention(editor)}:` : drafted),
    preformatted(cut(label, 1_800)),
    ...production,
    ...neighbourBlocks(revision.label ?? {}, neighbours),
    ...gateLife(gate),
    ...gateButtons(gate, question, null),
    context(
      mrkdwn`${shortId(gate._id)} · revision ${gate.revision} · ${sourceWords(draft)} · drafted by ${draft.draftedBy ?? "nobody"}${openUntil(gate)}`,
    ),
  ]);
}

/** Production's traces, or the message a person brought it from. */
export function sourceWords({ traces, traceCount, added }: Draft): Words {
  const url = traces[0]?.url;
  const seen = mrkdwn`seen in ${plural(traceCount, "trace")}${url ? mrkdwn` (${link(url, "first")})` : ""}`;
  if (!added) return seen;
  const message = added.permalink ? link(added.permalink, "a message") : "a message";
  const author = added.author ? mrkdwn` by ${mention(added.author)}` : "";
  const brought = mrkdwn`added by ${mention(added.user)} from ${message}${author}`;
  return traceCount > 0 ? mrkdwn`${brought}, ${seen}` : brought;
}

export const truthEditId = "truth_edit";
export const labelField = "label";

/** A field of a label with what stands in it. */
export type LabelBox = FormField & { initial: string };

/** Edit costs as little as Approve: the label prefilled, one submit. */
export function truthEditModal(gate: Gate, draft: Draft, boxes: LabelBox[]) {
  return modal({
    callbackId: truthEditId,
    title: `Edit the label ${shortId(gate._id)}`,
    submit: "Save and approve",
    privateMetadata: `${gate._id}|${gate.revision}`,
    blocks: [
      preformatted(cut(readable(draft.inputs), 1_500)),
      // Slack submits an empty box only where it may be empty.
      ...boxes.map((box) => fieldBlock(`${labelField}:${box.name}`, labelField, box, box.initial, box.initial === "")),
    ],
  });
}

export const rejectViewId = "gate_rejected";
export const reasonField = "reason";
export const kindField = "kind";

/** Reject asks for a reason; a label also offers "cannot tell", which counts as no label. */
export function rejectModal(gate: Gate) {
  const truth = gate.kind === "truth";
  return modal({
    callbackId: rejectViewId,
    title: `Reject ${shortId(gate._id)}`,
    submit: "Reject",
    privateMetadata: `${gate._id}|${gate.revision}`,
    blocks: [
      ...(truth
        ? [
            selectInput({
              blockId: kindField,
              actionId: kindField,
              label: "Why?",
              options: [
                { text: "This input should have no label", value: "no label" },
                { text: "Cannot tell: the input does not say enough", value: "cannot tell" },
              ],
              initial: "no label",
            }),
          ]
        : []),
      textInput({
        blockId: reasonField,
        actionId: reasonField,
        label: truth ? "In your words" : "Reason",
        multiline: true,
        optional: truth,
        maxLength: 1_000,
      }),
    ],
  });
}
