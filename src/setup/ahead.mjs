import { resolve } from "node:path";
import { compiled } from "./compiled.mjs";

// `node src/setup/ahead.mjs <program>.ts …` compiles programs, so that they start where nothing can be written.

for (const program of process.argv.slice(2)) await compiled(resolve(program));
