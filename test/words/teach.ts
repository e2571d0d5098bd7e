import { writeFileSync } from "node:fs";
import { lessonsHash } from "./fingerprint.ts";
import { taught } from "./taught.ts";

/** A line for each feature and nothing around it: the file is read far more often than looked at. */
const written = (value: object): string =>
  JSON.stringify(value, null, 1)
    .replace(/\n +/g, "\n")
    .replace(/^("(?:[^"\\]|\\.)*"): /gm, "$1:");

/** `npm run teach`: writes what the reader has learnt from the lessons and the known requests. */
writeFileSync(
  new URL("../../src/phrases/scored/weights.json", import.meta.url),
  `${written({ taughtBy: lessonsHash(), ...taught() })}\n`,
);
