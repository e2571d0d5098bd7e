import { writeFileSync } from "node:fs";
import { taught } from "./taught.ts";

/** `npm run teach`: writes what the reader has learnt from the lessons and the known requests. */
writeFileSync(
  new URL("../../src/phrases/scored/weights.json", import.meta.url),
  `${JSON.stringify(taught(), null, 1)}\n`,
);
