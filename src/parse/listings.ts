import { RunState } from "../../models/intent.ts";
import { bad, type Draft, type Given, good, type Known, namesOf, type Read } from "./draft.ts";
import { readRun } from "./ids.ts";
import { readOptimizer } from "./lists.ts";
import { programNamed, readProgram, readVersion } from "./values.ts";
import { didYouMean, listed, nearest, said } from "./words.ts";

/** What the lists take: which runs, and which dataset versions. */

export function runsReads({ operands, options }: Draft, known: Known) {
  return {
    program: operands[0] === undefined ? good(null) : readProgram(operands[0], known),
    optimizer: options.optimizer === undefined ? good(null) : readOptimizer(options.optimizer ?? ""),
    by: readPerson(options.by),
    status: readStatus(options.status),
    before: options.before === undefined ? good(null) : readRun(options.before),
  };
}

/** Slack sends a person as `<@U0ANNA>` or `<@U0ANNA|anna>`, and a name that is none as it was typed. */
function readPerson(word: Given): Read<string | null> {
  if (word === undefined) return good(null);
  const id = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word ?? "")?.[1];
  if (id !== undefined) return good(id);
  const name = word?.toLowerCase();
  if (name === "me" || name === "helix") return good(name);
  return bad(`Whose runs? Say --by me, --by helix, or mention the person${word ? `, not ${said(word)}` : ""}.`, "me");
}

function readStatus(word: Given): Read<RunState | null> {
  if (word === undefined) return good(null);
  const states = [...RunState.options];
  const state = states.find((each) => each === word?.toLowerCase());
  if (state !== undefined) return good(state);
  const close = nearest(word ?? "", states);
  const problem = `A run is ${listed(states)}${word ? `, not ${said(word)}` : ""}.${didYouMean(close)}`;
  return bad(problem, states.find((each) => each === close) ?? null);
}

/** `datasets`, `datasets p`, or `datasets p v2 v4`: what changed between the two. */
export function datasetsReads({ operands }: Draft, known: Known) {
  const isVersion = (word: string) => /^v?\d+$/i.test(word) && programNamed(word, namesOf(known)) === undefined;
  const versions = operands.filter(isVersion);
  const names = operands.filter((word) => !isVersion(word));
  const [from, to] = versions.map((word) => readVersion(word));
  return {
    program: names.length === 0 && versions.length === 0 ? good(null) : readProgram(names[0], known),
    from:
      versions.length === 1
        ? bad<number>("Between which two versions? Name both, such as v2 v4.")
        : (from ?? good(null)),
    to: to ?? good(null),
    rest: [...names.slice(1), ...versions.slice(2)],
  };
}
