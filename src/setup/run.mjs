import module from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { compiled } from "./compiled.mjs";
import { traceToSource } from "./traces.mjs";

// `node src/setup/run.mjs <program>.ts …` runs a TypeScript program of this project, compiled with its packages into a few
// files: now, if it was not yet or anything of it has changed. Against a loader that compiles file by file while they are
// imported, a start takes a third of the processor time and two thirds of the memory.

const [entry = ""] = process.argv.splice(2, 1);
process.argv[1] = resolve(entry);
const folder = await compiled(process.argv[1]);
traceToSource(folder);
// From Node 22 on, what V8 makes of the text is kept, too.
module.enableCompileCache?.(join(folder, "v8"));
await import(pathToFileURL(join(folder, "index.js")).href);
