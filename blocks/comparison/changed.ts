import type { ChangedExample, Comparison } from "../../models/comparison.ts";
import type { ChangeKind } from "../../models/example-changes.ts";
import { shortId } from "../../models/ids.ts";
import { plural, points } from "../figures.ts";
import { actions, bold, button, cut, joined, type Message, message, preformatted, section } from "../kit.ts";
import { onOneLine } from "../readable.ts";

export const changedId = "comparison_changed";
export const changedNextId = "comparison_changed_next";
export const changedPreviousId = "comparison_changed_previous";

/** What a button of changed examples means: which comparison, and which page of it. */
const pageValue = (comparison: string, page: number): string => `${comparison}|${page}`;

/** Comparison and page of a button's value; null when it is not one of ours. */
export function readPageValue(value: string): { comparison: string; page: number } | null {
  const match = /^([A-Z0-9]+-x\d+)\|(\d{1,6})$/.exec(value);
  return match?.[1] && match[2] ? { comparison: match[1], page: Number(match[2]) } : null;
}

const totalOf = (changes: NonNullable<Comparison["changes"]>): number =>
  Object.values(changes).reduce((sum, n) => sum + n, 0);

/** How many examples changed beyond their score; empty where it was not counted. */
export function changedCounts({ changes }: Pick<Comparison, "changes">): string {
  if (!changes) return "";
  if (totalOf(changes) === 0) return "No example's output changed.";
  return `${plural(changes["newly failing"], "example")} newly failing, ${changes["output changed"]} with another output at an equal score.`;
}

/** The same, and the button to see them all. */
export function changedButton({ _id, changes }: Comparison) {
  const counts = changedCounts({ ...(changes && { changes }) });
  const total = changes ? totalOf(changes) : 0;
  if (total === 0) return counts === "" ? [] : [section(counts)];
  const see = button({
    text: "Changed examples",
    actionId: changedId,
    value: pageValue(_id, 0),
    label: `Show all ${total} changed examples of ${shortId(_id)}`,
  });
  return [section(counts, see)];
}

/** A few examples under a title. */
export function examplesBlocks(title: string, examples: readonly ChangedExample[]) {
  if (examples.length === 0) return [];
  return [section(bold(title)), preformatted(examples.map((each) => exampleText(each)).join("\n"))];
}

function exampleText(each: ChangedExample, kind?: ChangeKind): string {
  const scores = `${points(each.before)} → ${points(each.after)}`;
  return [
    `${kind ? `${kind}  ` : ""}${scores}  ${cut(onOneLine(each.inputs), 160)}`,
    `  expected  ${cut(onOneLine(each.expected), 140)}`,
    `  before    ${cut(onOneLine(each.beforeOutput), 140)}`,
    `  after     ${cut(onOneLine(each.afterOutput), 140)}`,
    ...(kind && each.feedback ? [`  feedback  ${cut(onOneLine(each.feedback), 140)}`] : []),
  ].join("\n");
}

/** A page of changed examples: `page` from 0, `total` examples on all pages, `size` on each. */
export interface ChangedView {
  comparison: string;
  page: number;
  total: number;
  size: number;
  examples: (ChangedExample & { kind: ChangeKind })[];
}

/** One page for whoever asked, with Previous and Next where there is more. */
export function changedMessage({ comparison, page, total, size, examples }: ChangedView): Message {
  const id = shortId(comparison);
  if (total === 0) return message(`No example of ${id} changed.`, [section(`No example of ${id} changed.`)]);
  const [from, to] = [page * size + 1, page * size + examples.length];
  const said = `Changed examples ${from} to ${to} of ${total} in ${id}`;
  const turn = (text: string, actionId: string, other: number) =>
    button({ text, actionId, value: pageValue(comparison, other), label: `${text} changed examples of ${id}` });
  const turns = [
    ...(page > 0 ? [turn("Previous", changedPreviousId, page - 1)] : []),
    ...(to < total ? [turn("Next", changedNextId, page + 1)] : []),
  ];
  return message(`${said}.`, [
    section(joined([bold(said), "what newly fails first, then the largest changes"], ": ")),
    ...examples.map((each) => preformatted(exampleText(each, each.kind))),
    ...(turns.length > 0 ? [actions(...turns)] : []),
  ]);
}
