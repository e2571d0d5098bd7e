import { type Document, LineCounter, parseDocument } from "yaml";
import { placesOf } from "./helix-yaml/place.ts";
import { type Problem, problemsBetweenKeys, problemsOf } from "./helix-yaml/problems.ts";
import { HelixYaml } from "./helix-yaml/schema.ts";

export type { HelixYaml };

export type ParsedHelixYaml = { ok: true; value: HelixYaml } | { ok: false; problems: string[] };

/** Reads a helix.yaml. Every mistake is told at once, in the file's order, and no secret is shown. */
export function parseHelixYaml(text: string, { file }: { file: string }): ParsedHelixYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) return { ok: false, problems: syntaxProblems(document, lines, file) };
  const raw = plainValue(document);
  if (raw === undefined) return { ok: false, problems: [`${file}: an alias (*name) in it cannot be followed`] };
  if (raw === null) return { ok: false, problems: [`${file} is empty; expected the keys of a helix.yaml`] };
  const place = placesOf(document, lines, raw);
  const parsed = HelixYaml.safeParse(raw);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, place));
  const problems = [...issues, ...problemsBetweenKeys(place)];
  if (parsed.success && problems.length === 0) return { ok: true, value: parsed.data };
  return { ok: false, problems: inOrder(problems, file, ({ path }) => place.line(path)) };
}

export type Filled = { ok: true; value: string } | { ok: false; missing: string[] };

/** Puts the values of `${NAME}`s into a text; an unset or empty variable is missing, and all missing ones are named. */
export function fillVariables(text: string, env: Readonly<Record<string, string | undefined>>): Filled {
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] as string);
  const missing = [...new Set(names)].filter((name) => !env[name]);
  if (missing.length > 0) return { ok: false, missing };
  return { ok: true, value: text.replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] as string) };
}

function syntaxProblems(document: Document, lines: LineCounter, file: string): string[] {
  return document.errors.map(({ message, pos }) => {
    const { line, col } = lines.linePos(pos[0]);
    // Some messages end with the offending text, which could be a secret.
    return `${file}, line ${line}, column ${col}: this is not YAML: ${message.replace(/: ".*"$/s, "")}`;
  });
}

/** Undefined when aliases lead nowhere, into themselves, or multiply without end. */
function plainValue(document: Document): unknown {
  try {
    const value: unknown = document.toJS();
    JSON.stringify(value);
    return value ?? null;
  } catch {
    return undefined;
  }
}

/** A problem with the file as a whole, such as a missing key, has no line and comes first. */
function inOrder(problems: Problem[], file: string, lineOf: (problem: Problem) => number): string[] {
  const placed = problems.map((problem) => ({
    line: problem.path.length > 0 ? lineOf(problem) : 0,
    says: problem.says,
  }));
  const inFile = placed.sort((a, b) => a.line - b.line);
  return inFile.map(({ line, says }) => `${file}${line > 0 ? `, line ${line}` : ""}: ${says}`);
}
