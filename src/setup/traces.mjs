import { readFileSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// Node's own reading of source maps starts with the process and keeps all of them as objects: tens of MB. Here a map is read
// when a trace is asked for, once through, and nothing of it stays but the places that were looked up.

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const comma = 64;
const digits = new Uint8Array(128);
for (const [value, char] of [...alphabet, ",", ";"].entries()) digits[char.charCodeAt(0)] = value;
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

/** Looks up the places that are not known yet, those of one file in one pass. */
function learn(known, folder, places) {
  if (known.size > mostKnown) known.clear();
  const unknown = places.filter((place) => !known.has(keyOf(place)));
  for (const file of new Set(unknown.map((place) => place.file))) {
    const map = JSON.parse(readFileSync(resolve(folder, `${file}.map`), "utf8"));
    const wanted = unknown
      .filter((place) => place.file === file)
      .sort((a, b) => a.line - b.line || a.column - b.column);
    for (const [place, { source, row, offset }] of origins(map.mappings, wanted))
      known.set(keyOf(place), `${resolve(folder, map.sources[source])}:${row + 1}:${offset + 1}`);
  }
}

/** For each wanted place, in their order, the last segment of the map that does not begin behind it. */
function origins(mappings, wanted) {
  const found = [];
  const before = { source: 0, row: 0, offset: 0 };
  for (const { line, sums } of segments(mappings)) {
    while (wanted[found.length] && isBehind(line, sums[0], wanted[found.length]))
      found.push([wanted[found.length], { ...before }]);
    if (found.length === wanted.length) break;
    [, before.source, before.row, before.offset] = sums;
  }
  return [...found, ...wanted.slice(found.length).map((place) => [place, before])];
}

const isBehind = (line, column, place) => line > place.line || (line === place.line && column >= place.column);

/** The segments of a source map (https://tc39.es/ecma426): sums of differences, the column's anew in each line. */
function* segments(mappings) {
  const segment = { line: 1, sums: [0, 0, 0, 0, 0] };
  let [field, value, shift] = [0, 0, 0];
  for (let at = 0; at < mappings.length; at++) {
    const digit = digits[mappings.charCodeAt(at)];
    // Five bits each, the least first; the sixth says that more follow. Of a number's bits the least is its sign.
    if (digit <= 63) {
      value += (digit & 31) << shift;
      shift += 5;
      if (digit & 32) continue;
      segment.sums[field] += value & 1 ? -(value >>> 1) : value >>> 1;
      [field, value, shift] = [field + 1, 0, 0];
      continue;
    }
    if (field > 0) yield segment;
    field = 0;
    if (digit === comma) continue;
    segment.line += 1;
    segment.sums[0] = 0;
  }
  if (field > 0) yield segment;
}
