import { extname, join } from "node:path";
import type { HelixYaml } from "../../models/helix-yaml.ts";
import type { Snapshot } from "../../models/snapshot.ts";
import { rowsOfFile } from "../datasets/file-rows.ts";
import type { Deps } from "../deps.ts";
import { checkRows, type GoldRow, readRows, requireAmongFiles } from "../importing.ts";
import { materialise } from "../snapshots.ts";
import { contractTest, type Description } from "./contract-test.ts";

/** Rows whose labels try the metric. */
const goldRows = 3;

export interface Tested extends Description {
  rows: GoldRow[];
}

/** The program's contract test and its data, whatever form `data:` has. Throws what does not fit, in words. */
export async function testWithData(deps: Deps, config: HelixYaml, snapshot: Snapshot): Promise<Tested> {
  if (config.data && extname(config.data) === ".csv") return testWithCsv(deps, config, snapshot, config.data);
  const rows = isCallable(config.data) ? [] : await readRows(config, await materialise(snapshot._id, deps.home));
  const tested = await contractTest(deps, config, snapshot, {
    gold: rows.slice(0, goldRows),
    ...(isCallable(config.data) && { data: config.data, onRow: (row) => rows.push(row) }),
  });
  checkRows(config, tested.described, rows);
  return { ...tested, rows };
}

const isCallable = (data: string | undefined): data is string => data?.includes(":") ?? false;

/** Cells are text: what they say is known once the program has said its types, so it is loaded twice. */
async function testWithCsv(deps: Deps, config: HelixYaml, snapshot: Snapshot, data: string): Promise<Tested> {
  const { described } = await contractTest(deps, config, snapshot);
  const file = join(await materialise(snapshot._id, deps.home), data);
  await requireAmongFiles(file, data);
  const rows: GoldRow[] = [];
  for await (const row of await rowsOfFile({ described }, file)) rows.push(row);
  checkRows(config, described, rows);
  return { ...(await contractTest(deps, config, snapshot, { gold: rows.slice(0, goldRows) })), rows };
}
