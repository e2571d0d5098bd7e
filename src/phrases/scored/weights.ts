import { readFileSync } from "node:fs";
import { type Kept, unkept, type Weights } from "./model.ts";

let read: Weights | null = null;

/** What was learnt from `test/words` by `npm run teach`; read when it is first needed. */
export function weights(): Weights {
  read ??= unkept(JSON.parse(readFileSync(new URL("weights.json", import.meta.url), "utf8")) as Kept);
  return read;
}
