import type { KnownBlock } from "@slack/types";
import type { HomeList } from "../../models/home.ts";
import { actions, button, context } from "../kit.ts";
import { shownOf } from "../sentence.ts";

/** A page of a list, and how many there are in all. */
export interface Listed<T> {
  shown: T[];
  total: number;
}

/** How many of each list stand on one page. */
export const homePageSize: Record<HomeList, number> = { waiting: 5, running: 6, programs: 6 };

/** Page buttons carry the page they lead to. */
export const previousPageId = (list: HomeList): string => `home_${list}_previous`;
export const nextPageId = (list: HomeList): string => `home_${list}_next`;

/** Which part of a list is shown, with buttons to the pages beside it; nothing where one page holds all. */
export function pagingBlocks(list: HomeList, page: number, total: number, what: string): KnownBlock[] {
  const size = homePageSize[list];
  if (total <= size) return [];
  const to = Math.min(total, (page + 1) * size);
  const turns = [
    ...(page > 0 ? [turn("Previous", previousPageId(list), page - 1, what)] : []),
    ...(to < total ? [turn("Next", nextPageId(list), page + 1, what)] : []),
  ];
  return [context(`${shownOf(page * size + 1, to, total)} ${what}`), actions(...turns)];
}

const turn = (text: string, actionId: string, page: number, what: string) =>
  button({ text, actionId, value: String(page), label: `${text} page of ${what}` });

/** The last page that still shows something, at most the one that is asked for. */
export const pageWithin = (list: HomeList, page: number, total: number): number =>
  Math.max(0, Math.min(page, Math.ceil(total / homePageSize[list]) - 1));
