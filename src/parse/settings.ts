import { choiceWord } from "../../models/intent/line.ts";
import type { OptimizerChoice, RunIntent } from "../../models/intent.ts";
import { bad, good, type Read } from "./draft.ts";
import { optimizerNamed } from "./lists.ts";
import { listed, said } from "./words.ts";

const written = /^(?:([A-Za-z][A-Za-z0-9_-]*)\.)?([A-Za-z][A-Za-z0-9_]*)=(.+)$/s;

/** Arguments, `key=value` for every optimizer of the run or `gepa.key=value` for one. Numbers, true and false are read as such. */
export function readSettings(pairs: string[], optimizers: OptimizerChoice[]): Read<RunIntent["set"]> {
  const read = pairs.map((pair) => keyed(written.exec(pair), optimizers));
  const set = Object.fromEntries(read.flatMap((entry) => (entry ? [entry] : [])));
  const wrong = pairs.filter((_, i) => !read[i]);
  if (wrong.length > 0) {
    const own = optimizers.length > 1 ? `, or ${choiceWord(optimizers[0] ?? "GEPA")}.key=value for one optimizer` : "";
    return bad(`An argument is written key=value${own}, not ${listed(wrong.map(said))}.`, set);
  }
  if (Object.keys(set).length < pairs.length) return bad("An argument was given twice.", set);
  return good(set);
}

function keyed(
  found: RegExpExecArray | null,
  optimizers: OptimizerChoice[],
): [string, RunIntent["set"][string]] | null {
  if (!found) return null;
  const [, owner, key = "", value = ""] = found;
  if (owner === undefined) return [key, settingOf(value)];
  const meant = optimizerNamed(owner);
  return meant && optimizers.includes(meant) ? [`${choiceWord(meant)}.${key}`, settingOf(value)] : null;
}

function settingOf(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  const isNumber = /^-?(0|[1-9]\d{0,14})(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text);
  return isNumber ? Number(text) : text;
}
