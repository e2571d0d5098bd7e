import { readFileSync, realpathSync } from "node:fs";
import { SourceMap } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// With --enable-source-maps Node reads all maps at the start and keeps them: tens of MB. Here a map is read when a trace is
// asked for, and nothing of it stays but the places that were looked up.

const mostKnown = 10_000;

/** Has the stack traces of what was compiled into a folder name the lines of the sources. */
export function traceToSource(folder) {
  const known = new Map();
  const prefix = `${pathToFileURL(realpathSync(folder)).href}/`;
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => `    at ${frame}`);
    try {
      learn(
        known,
        folder,
        frames.filter((frame) => isOurs(frame, prefix)).map((frame) => placeOf(frame, prefix)),
      );
      return [headline(error), ...lines.map((line) => inSource(line, prefix, known))].join("\n");
    } catch {
      return [headline(error), ...lines].join("\n");
    }
  };
}

const headline = (error) => Error.prototype.toString.call(error);
const isOurs = (frame, prefix) => frame.getFileName()?.startsWith(prefix);
const placeOf = (frame, prefix) => ({
  file: frame.getFileName().slice(prefix.length),
  line: frame.getLineNumber(),
  column: frame.getColumnNumber(),
});
const keyOf = ({ file, line, column }) => `${file}:${line}:${column}`;

function inSource(line, prefix, known) {
  const at = line.indexOf(prefix);
  if (at < 0) return line;
  const end = line.endsWith(")") ? line.length - 1 : line.length;
  const source = known.get(line.slice(at + prefix.length, end));
  return source ? line.slice(0, at) + source + line.slice(end) : line;
}

/** Looks up the places that are not known yet, those of one file in one reading of its map. */
function learn(known, folder, places) {
  if (known.size > mostKnown) known.clear();
  const unknown = places.filter((place) => !known.has(keyOf(place)));
  for (const file of new Set(unknown.map((place) => place.file))) {
    const map = new SourceMap(JSON.parse(readFileSync(resolve(folder, `${file}.map`), "utf8")));
    for (const place of unknown.filter((each) => each.file === file)) {
      const found = map.findEntry(place.line - 1, place.column - 1);
      const source = resolve(folder, found.originalSource ?? file);
      known.set(keyOf(place), `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`);
    }
  }
}
