import { classesOf } from "./classes.ts";
import { bareId } from "./mentions.ts";
import type { Kind, Token } from "./tokens.ts";

const ids = new Set<Kind>(["run", "candidate", "deployment"]);

/**
 * "Keep r8 running but cancel r9", "r14 yes, r15 no: resume": what is to be left as it is, beside another that is asked
 * about, is not meant; null where nothing is.
 */
export function withoutSpared(tokens: readonly Token[]): Token[] | null {
  const clauses = clausesOf(tokens);
  const order = tokens.find((token) => isOrder(token, orders));
  const spared = clauses.filter((clause) => isSpared(clause, order));
  const kept = clauses.filter((clause) => !spared.includes(clause)).flat();
  const left = kept.slice(kept.findIndex(({ says }) => !/^(?:but|and|while|whereas|[,;])$/.test(says)));
  const named = new Set(spared.flatMap(idsIn));
  const others = idsIn(left);
  const isMeant =
    others.length > 0 && others.every((id) => !named.has(id) && [...named].some((own) => own[0] === id[0]));
  return spared.length > 0 && isMeant ? left : null;
}

const orders = new Set(["cancel", "pause", "resume", "promote", "rollback"]);
const ending = new Set(["cancel", "pause"]);
const isOrder = ({ is, says }: Token, names: ReadonlySet<string>): boolean =>
  is === "word" && !/^(?:end|hold|running)$/.test(says) && classesOf(says).some((each) => names.has(each));

const idsIn = (tokens: readonly Token[]): string[] =>
  tokens.flatMap(({ is, says }) => (ids.has(is) ? [bareId(says)] : []));

/** Each with the mark or the word before it. */
function clausesOf(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [[]];
  tokens.forEach((token, n) => {
    const isJoining =
      /^(?:but|whereas|while)$/.test(token.says) || (token.says === "and" && !ids.has(tokens[n + 1]?.is ?? "word"));
    if (token.is === "mark" || isJoining) found.push([]);
    found.at(-1)?.push(token);
  });
  return found;
}

function isSpared(clause: readonly Token[], order: Token | undefined): boolean {
  const words = clause.map(({ is, says }) => `${ids.has(is) ? "<id>" : is === "mark" ? "" : says} `).join("");
  return kept.test(words) || (order !== undefined && (isOrder(order, ending) ? fine : poor).test(words));
}

const kept =
  /^\s*(?:(?:but|and|while|whereas|please|just|only|so|the) )*(?:(?:keep|leave|spare) (?:\S+ )?<id> |don't touch (?:\S+ )?<id> $|<id> (?:no|nope|not|stays|keeps|(?:\S+ ){0,2}(?:stay|keep|left alone|untouched)) )/;
const fine =
  /^\s*(?:(?:but|and|while|whereas|the) )*<id> (?:isn't|is not) (?:affected|concerned|involved|part) |^\s*(?:(?:but|and|while|whereas|the) )*<id> (?:is|looks|seems) (?:still |just |perfectly )?(?:fine|good|ok|okay|healthy|alright|great) /;
const poor =
  /^\s*(?:(?:but|and|while|whereas|the) )*<id> (?:does not|doesn't|isn't|is not|is worse|is bad|is weak|is weaker|looks (?:bad|worse|weak\w*)|does worse|did worse|can wait) /;
