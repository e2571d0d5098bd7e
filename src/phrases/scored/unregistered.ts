import { type Known, namesOf } from "../../parse/draft.ts";
import { ordinary } from "../ordinary.ts";
import type { Sentence } from "./mentions.ts";
import type { Token } from "./tokens.ts";
import { weights } from "./weights.ts";

const before =
  /^(?:on|for|of|over|run|rerun|compile|recompile|optimi[sz]e|tune|improve|train|evaluate|eval|measure|score|test|back|rollback|revert|review|label)$/;
const article = /^(?:the|our|my|this|that|your|a)$/;

/**
 * What stands in a program's place and is none: "run nothing-here", "on the billing classifier". Where one program is all
 * there is, it would else be taken for meant.
 */
export function unregisteredIn(sentences: readonly Sentence[], known: Known): string | null {
  if (namesOf(known).length !== 1) return null;
  const found = sentences.flatMap(({ tokens }) =>
    tokens.filter((token, n) => isName(token, tokens[n + 1]) && isPlace(tokens, n)),
  );
  return found[0]?.says ?? null;
}

/** A word that is used for nothing else in requests, and is written or goes on as a program's name. */
const isName = ({ is, says }: Token, next: Token | undefined): boolean =>
  is === "word" &&
  /^[a-z][\w-]{2,}$/.test(says) &&
  (/[-_\d]/.test(says) || thing.test(next?.says ?? "")) &&
  !weights().features.has(says) &&
  !ordinary.has(says);

const thing =
  /^(?:programs?|bot|agent|pipeline|module|app|job|prompt|project|analy[sz]er|\w+(?:ier|izer|iser|tor|ter|ser))$/;

function isPlace(tokens: readonly Token[], n: number): boolean {
  const own = tokens.slice(0, n).findLast(({ says }) => !article.test(says));
  return own !== undefined && before.test(own.says);
}
