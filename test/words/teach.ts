import { writeFileSync } from "node:fs";
import { lessonsHash } from "./fingerprint.ts";
import { taught } from "./taught.ts";

/** `npm run teach`: writes what the reader has learnt from the lessons and the known requests. */
writeFileSync(
  new URL("../../src/phrases/scored/weights.json", import.meta.url),
  `${JSON.stringify({ taughtBy: lessonsHash(), ...taught() }, null, 1)}\n`,
);
