import { sortWords } from "../parse/options.ts";
import type { Ask } from "./asks.ts";

/** What the thread is about that something is said in. */
export interface ThreadContext {
  /** Short id of its run. */
  run: string;
  program: string | null;
  /** The words after `/helix run` that mean the same as the run; null for one that cannot be asked for again. */
  words: string[] | null;
  /** Short ids of what it shows, best first: "the second" is one of them. */
  arms: string[];
}

/** What "it", "again" and "the second" stand for is filled in from the thread; without one they stay open. */
export function inThread(ask: Ask, thread: ThreadContext | null): Ask {
  if (ask.ordinal !== null) return withOrdinal(ask, ask.ordinal, thread);
  if (thread === null || ask.refers === "pair") return ask;
  if (ask.refers === "again" || (ask.draft.verb === "run" && ask.refers !== null)) return withRunAgain(ask, thread);
  const subject = ask.refers === null && !impliesRun(ask) ? ask : withRun(ask, thread);
  return takesProgram.has(ask.draft.verb) ? withProgram(subject, thread.program) : subject;
}

/** Commands about one run: in its thread nothing else can be meant. */
const impliesRun = ({ draft }: Ask): boolean =>
  (draft.verb === "cancel" || draft.verb === "pause" || draft.verb === "resume") && draft.operands.length === 0;

/** Where the thread's program is meant when none is named. */
const takesProgram = new Set(["run", "eval", "lineage", "rollback"]);

function withRun(ask: Ask, { run, arms: [arm] }: ThreadContext): Ask {
  const { draft } = ask;
  if (draft.operands.some((word) => /^r\d+$/i.test(word)) && draft.verb !== "compare") return ask;
  if (draft.verb === "lineage") return ask;
  if (draft.verb === "eval")
    return arm === undefined ? ask : { ...ask, draft: { ...draft, options: { ...draft.options, target: arm } } };
  // "compare c7 with it": what is named first stays first.
  const isSecond = draft.verb === "compare" && ask.refers === "result";
  const operands = isSecond ? [...draft.operands, run] : [run, ...draft.operands];
  return { ...ask, draft: { ...draft, operands } };
}

function withProgram(ask: Ask, program: string | null): Ask {
  const { draft } = ask;
  const hasName = draft.operands.some((word) => !/^([dergx]\d+|c\d\w*|v\d+)$/i.test(word));
  if (hasName || program === null || (draft.verb !== "run" && draft.operands.length > 0)) return ask;
  return { ...ask, draft: { ...draft, operands: [program, ...draft.operands] } };
}

/** The thread's run once more, with what is said now in place of what was asked then. */
function withRunAgain(ask: Ask, { words, program }: ThreadContext): Ask {
  if (words === null) return withProgram(ask, program);
  const { draft } = sortWords("run", words);
  const said = ask.draft;
  return {
    ...ask,
    draft: {
      verb: "run",
      operands: said.operands.length > 0 ? said.operands : draft.operands,
      options: { ...draft.options, ...said.options },
      recommend: draft.recommend || said.recommend,
      set: said.set.length > 0 ? said.set : draft.set,
    },
  };
}

function withOrdinal(ask: Ask, ordinal: number, thread: ThreadContext | null): Ask {
  const meant = thread?.arms[ordinal - 1];
  if (meant === undefined) return ask;
  return { ...ask, draft: { ...ask.draft, operands: [...ask.draft.operands, meant] } };
}
