import type { KnownBlock, ModalView } from "@slack/types";
import type { ChangedExample } from "../../models/comparison.ts";
import type { ChangeCounts, ChangeFilter, ChangeKind } from "../../models/example-changes.ts";
import { shortId } from "../../models/ids.ts";
import { points } from "../figures.ts";
import { actions, bold, button, divider, fields, modal, mrkdwn, preformatted, section } from "../kit.ts";
import { inLines } from "../readable.ts";
import { shownOf } from "../sentence.ts";
import { type ChangedAsked, changedValue } from "./changed.ts";

/** A page of changed examples: `size` on each page, `counts` of all kinds, whatever the filter. */
export interface ChangedView extends ChangedAsked {
  size: number;
  counts: ChangeCounts;
  examples: (ChangedExample & { kind: ChangeKind })[];
}

const filters: Record<ChangeFilter, string> = {
  all: "All",
  improved: "Improved",
  regressed: "Regressed",
  "output changed": "Output changed",
  "newly failing": "Errors",
};

const filterId = (filter: ChangeFilter): string => `comparison_changed_${filter.replace(" ", "_")}`;
const previousId = "comparison_changed_previous";
const nextId = "comparison_changed_next";

/** Buttons within the modal: each carries what it shows. */
export const changedTurnIds: string[] = [
  ...Object.keys(filters).map((filter) => filterId(filter as ChangeFilter)),
  previousId,
  nextId,
];

const title = (comparison: string): string => `Changed in ${shortId(comparison)}`;

/** While the rows are read: Slack lets a modal be opened within three seconds only. */
export const changedLoading = (): ModalView =>
  modal({
    callbackId: "comparison_changed",
    title: "Changed examples",
    submit: null,
    blocks: [section("The examples of both evaluations are being read …")],
  });

/** Whatever changed between two evaluations, a page at a time: inputs, label, both outputs and feedback. */
export function changedModal(view: ChangedView): ModalView {
  const { comparison, page, size, examples } = view;
  const total = countOf(view, view.filter);
  const [from, to] = [page * size + 1, page * size + examples.length];
  const head =
    total === 0
      ? mrkdwn`No example of ${shortId(comparison)} is of this kind.`
      : mrkdwn`${bold(shownOf(from, to, total))}: what newly fails first, then the largest changes. A score is the mean over repetitions.`;
  return modal({
    callbackId: "comparison_changed",
    title: title(comparison),
    submit: null,
    blocks: [
      filterButtons(view),
      section(head),
      ...examples.flatMap((each, n) => exampleBlocks(each, from + n)),
      ...turns(view, to < total),
    ],
  });
}

const countOf = ({ counts }: ChangedView, filter: ChangeFilter): number =>
  filter === "all" ? Object.values(counts).reduce((sum, n) => sum + n, 0) : counts[filter];

function filterButtons(view: ChangedView): KnownBlock {
  const offered = Object.entries(filters) as [ChangeFilter, string][];
  return actions(
    ...offered.map(([filter, words]) => {
      const said = `${words} (${countOf(view, filter)})`;
      const isShown = filter === view.filter;
      return button({
        text: isShown ? `✓ ${said}` : said,
        actionId: filterId(filter),
        value: changedValue({ ...view, filter, page: 0 }),
        label: isShown ? `${said}, shown now` : `Show: ${said}`,
      });
    }),
  );
}

function exampleBlocks(each: ChangedExample & { kind: ChangeKind }, n: number): KnownBlock[] {
  const kind = each.kind === "newly failing" ? "newly fails" : each.kind;
  return [
    divider(),
    section(mrkdwn`${bold(`${n}. ${kind}`)}  ${points(each.before)} → ${points(each.after)}`),
    preformatted(inLines(each.inputs)),
    fields([
      ["Before", inLines(each.beforeOutput)],
      ["After", inLines(each.afterOutput)],
      ["Expected", inLines(each.expected)],
      ["Feedback", each.feedback || "none"],
    ]),
  ];
}

function turns(view: ChangedView, hasMore: boolean): KnownBlock[] {
  const { page } = view;
  const turn = (text: string, actionId: string, to: number) =>
    button({ text, actionId, value: changedValue({ ...view, page: to }), label: `${text} changed examples` });
  const offered = [
    ...(page > 0 ? [turn("Previous", previousId, page - 1)] : []),
    ...(hasMore ? [turn("Next", nextId, page + 1)] : []),
  ];
  return offered.length > 0 ? [actions(...offered)] : [];
}
