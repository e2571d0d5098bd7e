import type { ChangedExample, Comparison } from "../../models/comparison.ts";
import type { ChangeFilter } from "../../models/example-changes.ts";
import { shortId } from "../../models/ids.ts";
import { plural, points } from "../figures.ts";
import { bold, button, cut, preformatted, section } from "../kit.ts";
import { onOneLine } from "../readable.ts";

export const changedId = "comparison_changed";

/** What a button of changed examples means: which comparison, which of them, and which page. */
export interface ChangedAsked {
  comparison: string;
  filter: ChangeFilter;
  page: number;
}

export const changedValue = ({ comparison, filter, page }: ChangedAsked): string => `${comparison}|${filter}|${page}`;

/** What a button's value means; null when it is not one of ours. Buttons of earlier messages name no filter. */
export function readChangedValue(value: string): ChangedAsked | null {
  const match = /^([A-Z0-9]+-x\d+)(?:\|(all|newly failing|regressed|improved|output changed))?\|(\d{1,6})$/.exec(value);
  if (!match?.[1] || !match[3]) return null;
  return { comparison: match[1], filter: (match[2] ?? "all") as ChangeFilter, page: Number(match[3]) };
}

const totalOf = (changes: NonNullable<Comparison["changes"]>): number =>
  Object.values(changes).reduce((sum, n) => sum + n, 0);

/** How many examples changed beyond their score; empty where it was not counted. */
export function changedCounts({ changes }: Pick<Comparison, "changes">): string {
  if (!changes) return "";
  if (totalOf(changes) === 0) return "No example's output changed.";
  const failing = changes["newly failing"];
  const fails =
    failing === 0 ? "None newly fails" : `${plural(failing, "example")} newly ${failing === 1 ? "fails" : "fail"}`;
  return `${fails}; ${changes["output changed"]} with another output at an equal score.`;
}

/** The same, and the button to see them all. */
export function changedButton({ _id, changes }: Comparison) {
  const counts = changedCounts({ ...(changes && { changes }) });
  const total = changes ? totalOf(changes) : 0;
  if (total === 0) return counts === "" ? [] : [section(counts)];
  const see = button({
    text: "Changed examples",
    actionId: changedId,
    value: changedValue({ comparison: _id, filter: "all", page: 0 }),
    label: `Show all ${total} changed examples of ${shortId(_id)}`,
  });
  return [section(counts, see)];
}

/** A few examples under a title. */
export function examplesBlocks(title: string, examples: readonly ChangedExample[]) {
  if (examples.length === 0) return [];
  return [section(bold(title)), preformatted(examples.map((each) => exampleText(each)).join("\n"))];
}

function exampleText(each: ChangedExample): string {
  return [
    `${points(each.before)} → ${points(each.after)}  ${cut(onOneLine(each.inputs), 160)}`,
    `  expected  ${cut(onOneLine(each.expected), 140)}`,
    `  before    ${cut(onOneLine(each.beforeOutput), 140)}`,
    `  after     ${cut(onOneLine(each.afterOutput), 140)}`,
  ].join("\n");
}
