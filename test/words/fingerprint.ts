import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** What the reader is taught, as one hash: weights that were learnt from something else are stale. */
export const lessonsHash = (): string =>
  ["known.json", "lessons.txt"]
    .reduce((hash, name) => hash.update(readFileSync(new URL(name, import.meta.url))), createHash("sha256"))
    .digest("hex");
