import { type Document, isMap, isNode, isScalar, type LineCounter, type Node } from "yaml";

export type Path = readonly PropertyKey[];

/** Finds values and lines in a parsed file by the path of a key. */
export type Place = { value(path: Path): unknown; line(path: Path): number };

export function placesOf(document: Document, lines: LineCounter, raw: unknown): Place {
  return {
    value: (path) => resolve(raw, path).value,
    line: (path) => lines.linePos(startOf(document, resolve(raw, path).path)).line,
  };
}

/** Policy keys are read dotted but may be written nested: a name that is not there is looked up part by part. */
function resolve(value: unknown, path: Path): { value: unknown; path: Path } {
  const [name, ...rest] = path;
  if (name === undefined) return { value, path: [] };
  const parts = String(name).split(".");
  if (!has(value, name) && parts.length > 1) return resolve(value, [...parts, ...rest]);
  const inner = resolve(has(value, name) ? value[name] : undefined, rest);
  return { value: inner.value, path: [name, ...inner.path] };
}

function has(value: unknown, name: PropertyKey): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}

/** Offset of the key itself, or of the nearest one above it that exists. */
function startOf(document: Document, path: Path): number {
  if (path.length === 0) return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const node = keyNode(parent, path.at(-1)) ?? document.getIn(path, true);
  return isNode(node) && node.range ? node.range[0] : startOf(document, path.slice(0, -1));
}

function keyNode(parent: unknown, name: PropertyKey | undefined): Node | undefined {
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  return isNode(pair?.key) ? pair.key : undefined;
}
