import type { Piece } from "./path.ts";
import { isColour, isTalk, mayTurn } from "./talk.ts";

/** Words of the message that have no place in what was understood. */
export type Lost = { words: string; from: number; to: number };

/**
 * What could not be placed, stretch by stretch. Left out is what changes nothing: words that only colour a request, and
 * a part of its own between marks ("the new labels are in,") that names nothing and turns nothing around.
 */
export function lostIn(pieces: Piece[], text: string, next: Piece | null, mayColour: boolean): Lost[] {
  return stretches(pieces, next).flatMap(({ from, to, isApart, isAhead, isFirst }) => {
    const words = text.slice(from, to);
    const isNothing =
      (isApart && !isFirst && isTalk(words) && !namesSomething(words)) ||
      (mayColour && !isAhead && !(isFirst && somebody.test(words)) && isColour(words) && !mayTurn(words));
    return isNothing ? [] : [{ words, from, to }];
  });
}

/** Somebody who does something: "we fix labels and run gepa" tells what is done. */
const somebody = /\b(?:i|we|they|he|she|you|people)\b/i;

const namesSomething = (words: string): boolean =>
  /\b(?:[rcdegvx]\d+|gepa|mipro\w*|simba|copro|bootstrap\S*|labell?ed-few\S*|models?|optimi[sz]ers?|budget|effort|temperature|iterations?|epochs?|seeds?|threads?)\b/i.test(
    words,
  );

type Stretch = { from: number; to: number; isApart: boolean; isAhead: boolean; isFirst: boolean };

/** Neighbouring lost words together; `isApart`: between marks, `isAhead`: right before an ask begins. */
function stretches(pieces: Piece[], next: Piece | null): Stretch[] {
  const found: Stretch[] = [];
  pieces.forEach((piece, n) => {
    if (piece.is !== "lost" || pieces[n - 1]?.is === "lost") return;
    const last = pieces.slice(n).findIndex(({ is }) => is !== "lost");
    const end = last < 0 ? pieces.length : n + last;
    const after = pieces[end] ?? next;
    found.push({
      from: piece.from,
      to: pieces[end - 1]?.to ?? piece.to,
      isApart: isBorder(pieces.slice(0, n).findLast(({ is }) => is !== "nothing")) && isBorder(after ?? undefined),
      // What stands before every ask is weighed as a whole: see what is told.
      isFirst: !pieces.slice(0, n).some(({ is }) => is === "opening"),
      isAhead: after?.is === "opening" || isMoney(after) || isMoney(pieces[n - 1] ?? null),
    });
  });
  return found;
}

/** Words in front of an amount, or right behind it, may make it another one than the budget: "the last one cost us $8". */
const isMoney = (piece: Piece | null): boolean =>
  piece?.is === "clause" && piece.slots.some(([slot]) => slot === "money" || slot === "amount");

const isBorder = (piece: Piece | undefined): boolean =>
  piece === undefined || piece.is === "mark" || piece.is === "request" || piece.is === "question";
