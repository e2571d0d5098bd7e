import mongoose from "mongoose";
import { describe, expect, it } from "vitest";
import { Trouble } from "../../jobs/trouble.ts";
import { useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });

/** What the operator is told when a program with these files is added. */
async function told(files: Record<string, string | null>): Promise<Trouble> {
  const root = await given.set.copyProgram(files);
  const said = await given.set.register(root).then(
    () => null,
    (error: unknown) => error,
  );
  if (said instanceof Trouble) return said;
  throw new Error(`a Trouble was expected: ${said instanceof Error ? said.stack : "it was registered"}`);
}

/** Snapshots are content-addressed and belong to nobody; everything else would be a change. */
async function kept(): Promise<string[]> {
  const collections = (await mongoose.connection.db?.collections()) ?? [];
  const found = await Promise.all(
    collections.map(async (each) => [each.collectionName, await each.countDocuments()] as const),
  );
  return found.flatMap(([name, count]) => (count > 0 && name !== "snapshots" && name !== "blobs" ? [name] : []));
}

const program = "ticket_urgency/program.py";
const metric = "ticket_urgency/metric.py";
const data = "data/tickets.jsonl";
const scores = (expression: string) => `def score(example, pred, trace=None):\n    return ${expression}\n`;

describe("a program that cannot be added says why and what to do, and leaves nothing behind", () => {
  it.each<[string, Record<string, string | null>, RegExp]>([
    ["no helix.yaml", { "helix.yaml": null }, /there is no helix\.yaml in \S+$/],
    [
      "a helix.yaml that is no YAML",
      { "helix.yaml": "name: [" },
      /helix\.yaml has a mistake:\n {2}helix\.yaml, line \d/,
    ],
    [
      "a helix.yaml with mistakes",
      { "helix.yaml": "name: Ticket\nmetrc: x" },
      /helix\.yaml has \d+ mistakes:\n[\s\S]*`name`[\s\S]*metrc/,
    ],
    ["a data file that is not there", { [data]: null }, /data\/tickets\.jsonl is not among the program's files/],
    [
      "a row without its label",
      { [data]: '{"ticket":"a","urgency":"low"}\n{"ticket":"b"}\n' },
      /row 2: urgency is missing/,
    ],
    ["a first row without its input", { [data]: '{"urgency":"low"}\n' }, /row 1: ticket is missing/],
    [
      "a first row of the wrong type",
      { [data]: '{"ticket":{"a":1},"urgency":"low"}\n' },
      /row 1: ticket has to be a text, not an object/,
    ],
    [
      "a program that raises on import",
      { [program]: 'raise RuntimeError("no weights")\n' },
      /RuntimeError: no weights/,
    ],
    ["a program with an error of syntax", { [program]: "def build(:\n" }, /SyntaxError/],
    ["a program that builds nothing", { [program]: "def build():\n    return None\n" }, /dspy\.Module/],
    [
      "a metric that returns NaN",
      { [metric]: scores('float("nan")') },
      /metric does not hold: Given its own label \(row 1\), the metric returned nan\./,
    ],
    [
      "a metric that raises",
      { [metric]: scores("example.nothing") },
      /Given its own label \(row 1\), the metric raised AttributeError/,
    ],
    ["a metric above 1", { [metric]: scores("100") }, /the metric returned 100, which is not between 0 and 1/],
  ])("%s", async (_what, files, why) => {
    const trouble = await told(files);

    expect(trouble.why).toMatch(why);
    expect(trouble.what).toMatch(/^The (program was not registered|data was not imported)$/);
    expect(trouble.next).toMatch(/\w/);
    expect(trouble.why).not.toMatch(/Traceback|\n {4,}at |undefined/);
    expect(await kept()).toEqual([]);
  });
});
