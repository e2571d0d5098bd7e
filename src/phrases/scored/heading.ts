import { wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

const counting =
  /^(?:(?:hi|hey|hello|ok|so|please|helix|just|, )+ )*(?:\S+ ){0,3}(?:things?|requests?|favou?rs?|asks|questions|tasks?|wishes|points|jobs|to-?dos?|items|steps) [:.;] $/;
const needing =
  /^(?:(?:hi|hey|hello|ok|so|please|helix|just|, )+ )*(?:i|we) (?:just )?(?:need|want|would like|wanted) [:;] $/;
/** "Status from my side:" tells. */
const telling =
  /^(?:\S+ ){0,2}(?:status|update|news|recap|summary|report|progress) (?:from|on|at) (?:my|our) (?:side|end|part) [:.;] $/;
const courteous =
  /^(?:if|when|whenever) (?:it's|it is|it isn't|that's|you|possible|nobody|no one|there's) (?:\S+ ){0,7}[:,] $/;

/** The message without what only announces it: "two things:", "if it's not complicated:". */
export function withoutHeading(tokens: Token[]): Token[] {
  const end = tokens.findIndex(
    ({ says }, n) => /^[:.;]$/.test(says) || (says === "," && /^(?:if|when)/.test(tokens[0]?.says ?? "") && n > 1),
  );
  const head = tokens.slice(0, end + 1);
  const isPlain = end > 0 && head.every(({ is }) => is === "word" || is === "mark" || is === "number");
  return isPlain &&
    tokens.length > end + 3 &&
    (counting.test(wordsOf(head)) ||
      telling.test(wordsOf(head)) ||
      needing.test(wordsOf(head)) ||
      courteous.test(wordsOf(head)))
    ? tokens.slice(end + 1)
    : tokens;
}
