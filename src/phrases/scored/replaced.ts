import { amountOf } from "../money.ts";
import { classesOf } from "./classes.ts";
import { bare } from "./mentions.ts";
import { optimizerOf } from "./optimizers.ts";
import type { Kind, Token } from "./tokens.ts";

const slots = new Set<Kind>(
  "program optimizer model run candidate deployment evaluation version money number foreign".split(" ") as Kind[],
);
const level = /^(?:low|medium|med|high)$/;
/** What can be named anew. */
export const isSlot = (token: Token | undefined): token is Token =>
  token !== undefined && (slots.has(token.is) || (token.is === "word" && level.test(token.says)));

const orders = new Set(["cancel", "pause", "resume", "promote", "rollback", "evaluate", "compare"]);
const orderOf = ({ is, says }: Token): string | undefined =>
  is === "word" ? classesOf(says).find((each) => orders.has(each)) : undefined;
/** A word for what is to be done. */
export const isVerb = (token: Token): boolean => orderOf(token) !== undefined;

/** What can stand in whose place; a figure may be an amount without its unit. */
type Sort = "amount" | "level" | "order" | Kind;
const sortOf = (token: Token): Sort | null => {
  if (isSlot(token))
    return (
      ({ money: "amount", number: "amount", word: "level", foreign: "model" }[token.is as string] as Sort) ?? token.is
    );
  return isVerb(token) ? "order" : null;
};

type Mended = { before: Token[]; rest: Token[]; olds: Token[] };

/** Sort by sort, the new names in the place of the old ones; null where there is no old one of any. */
export function withNew(tokens: readonly Token[], segment: readonly Token[], isWhole: boolean): Mended | null {
  const said = segment.filter((_, n) => segment[n - 1]?.says !== "not");
  const sorts = [...new Set(said.flatMap((token) => sortOf(token) ?? []))];
  let mended: Mended | null = null;
  for (const sort of sorts) {
    const news = said.filter((token) => sortOf(token) === sort);
    mended = replaced(mended ?? { before: [...tokens], rest: said, olds: [] }, sort, news, isWhole) ?? mended;
  }
  return mended;
}

function replaced({ before, rest, olds }: Mended, sort: Sort, news: Token[], isWhole: boolean): Mended | null {
  const list = lastList(before, sort);
  const same = news.length === 1 && list.some((n) => isSame(before[n], news[0]));
  const out = isWhole || same || news.length >= list.length ? list : list.slice(-news.length);
  const [first] = out;
  if (first === undefined) return null;
  const kind = before[first]?.is ?? "word";
  const cut = before.flatMap((_, n) => (out.includes(n) ? [n, ...negatedBy(before, n)] : []));
  const put = news.map((token) => (token.is === "number" && kind === "money" ? { ...token, is: kind } : token));
  return {
    before: before.flatMap((token, n) => (n === first ? put : cut.includes(n) ? [] : [token])),
    rest: rest.filter((token) => !news.includes(token)),
    olds: [...olds, ...out.flatMap((n) => before[n] ?? []).filter((old) => !news.some((token) => isSame(old, token)))],
  };
}

/** "Not miprov2, I meant gepa", "I said mini but meant grand": the word that put the old name aside goes with it. */
function negatedBy(tokens: readonly Token[], n: number): number[] {
  const at = /^(?:the|that|about)$/.test(tokens[n - 1]?.says ?? "") ? n - 2 : n - 1;
  return /^(?:not|forget|skip|drop|scratch|ignore|said|wrote|typed)$/.test(tokens[at]?.says ?? "") ? [at] : [];
}

/** The places of the last names of a sort, joined by nothing but "and", "vs" and the like. */
function lastList(tokens: readonly Token[], sort: Sort): number[] {
  const last = tokens.findLastIndex((token) => sortOf(token) === sort);
  if (last < 0) return [];
  const found = [last];
  for (let n = last - 1; n >= 0; n--) {
    const token = tokens[n] as Token;
    if (sortOf(token) === sort && sort !== "order") found.unshift(n);
    else if (!/^(?:and|,|vs|versus|or|with|to|against|than|between)$/.test(token.says)) break;
  }
  return found;
}

/** What was taken back and is named once more only tells: "mini, sorry, grand, because mini is slow". */
export const silenced = (tokens: readonly Token[], olds: readonly Token[]): Token[] =>
  tokens.map((token) => (olds.some((old) => isSame(old, token)) ? { ...token, is: "word" } : token));

const isSame = (a: Token | undefined, b: Token | undefined): boolean =>
  a !== undefined && b !== undefined && sortOf(a) === sortOf(b) && saidAs(a) === saidAs(b);

function saidAs({ is, says }: Token): string {
  if (is === "optimizer") return optimizerOf(says);
  if (is === "money" || is === "number") return amountOf(says) ?? String(Number(says));
  return bare(says);
}
