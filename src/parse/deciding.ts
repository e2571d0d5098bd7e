import { bad, type Draft, good, type Known, namesOf, type Read } from "./draft.ts";
import { isShortId } from "./ids.ts";
import { programNamed, readProgram, readRest } from "./values.ts";
import { said } from "./words.ts";

/** What the commands about production and its records take: a program and an id, in either order. */

/** `promote c7`, `promote ingredient-analyzer c7`, `promote c7 --program ingredient-analyzer`. */
export function promoteReads(draft: Draft, known: Known) {
  const { names, ids, others } = sorted(draft, known, /^([cder]\d+|deployed)$/i);
  return {
    program: programOf(draft, names, known),
    subject: readSubject(ids[0] ?? others[0]),
    rest: readRest([...names.slice(1), ...ids.slice(1), ...others.slice(ids.length === 0 ? 1 : 0)]),
  };
}

function readSubject(word: string | undefined): Read<string> {
  const kinds = "a candidate such as c7, a deployment d1, the result of a run r5 or an evaluation e3";
  if (word === undefined) return bad(`Promote what? Name ${kinds}.`);
  const id = word.toLowerCase();
  if (id === "deployed") return bad(`What is deployed is live already. Name ${kinds}.`);
  if (/^[cder]\d+$/.test(id)) return good(id);
  if (ordinals.test(id))
    return bad(`Which is ${said(word)} depends on the run: name ${kinds}, or mention Helix in the run's thread.`);
  return bad(`I cannot promote ${said(word)}. Name ${kinds}.`);
}

const ordinals = /^(the|first|second|third|fourth|fifth|last|best|next|it|this|that|\d+(st|nd|rd|th))$/;

/** `rollback`, `rollback ingredient-analyzer`, `rollback d3` or both words, in either order. */
export function rollbackReads(draft: Draft, known: Known) {
  const { names, ids, others } = sorted(draft, known, /^d\d+$/i);
  const unfit = others.find((word) => isShortId(word));
  return {
    program: programOf(draft, names.length > 0 || unfit ? names : others, known),
    to: unfit
      ? bad(`${said(unfit)} is no deployment: name one such as d3.`, null)
      : good(ids[0]?.toLowerCase() ?? null),
    rest: readRest([...names.slice(1), ...ids.slice(1), ...(names.length > 0 ? others : others.slice(1))]),
  };
}

/** `audit`, `audit ingredient-analyzer`, `audit g4` or both words, in either order. */
export function auditReads(draft: Draft, known: Known) {
  const { names, ids, others } = sorted(draft, known, /^[degrvx]\d+$|^c\d+$/i);
  const named = names.length > 0 ? names : others;
  return {
    program: named.length === 0 ? good(null) : readProgram(named[0], known),
    subject: good(ids[0]?.toLowerCase() ?? null),
    rest: readRest([...named.slice(1), ...ids.slice(1), ...(names.length > 0 ? others : [])]),
  };
}

/** A program named like an id is a program. */
function sorted({ operands }: Draft, known: Known, id: RegExp) {
  const isName = (word: string) => programNamed(word, namesOf(known)) !== undefined;
  const isId = (word: string) => !isName(word) && id.test(word);
  return {
    names: operands.filter(isName),
    ids: operands.filter(isId),
    others: operands.filter((word) => !isName(word) && !isId(word)),
  };
}

/** Named by an option or beside the id; left out, the id or the registry may say it. */
function programOf({ options }: Draft, [name]: string[], known: Known): Read<string | null> {
  const word = options.program === undefined ? name : options.program;
  return word === undefined ? good(null) : readProgram(word, known);
}
