import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { pythonEnv } from "../python-env.ts";
import { visibleFiles } from "../snapshots.ts";
import { Trouble } from "../trouble.ts";

const Found = z.object({
  programs: z.array(
    z.object({
      entry: z.string(),
      predictors: z.array(z.string()),
      inputs: z.array(z.string()),
      outputs: z.array(z.string()),
    }),
  ),
  metrics: z.array(z.object({ entry: z.string(), is_named: z.boolean() })),
  data: z.array(z.string()),
  models: z.array(z.object({ lm: z.string(), price: z.object({ input: z.number(), output: z.number() }).nullable() })),
  failed: z.array(z.string()),
  instances: z.array(z.string()),
});
/** What the modules of a folder hold that a helix.yaml would name. */
export type Found = z.infer<typeof Found>;

const mostModules = 200;
const isNoProgram = /(^|\/)(tests?|docs|\.[^/]*|node_modules|setup\.py|conftest\.py|test_[^/]*\.py)(\/|$)|_test\.py$/;
const importable = /^[A-Za-z_]\w*(\/[A-Za-z_]\w*)*\.py$/;

/** Imports the modules of a folder in a process of its own and looks at what they hold. Throws in words. */
export async function lookAt(
  root: string,
  { python, packages }: Pick<Deps, "python" | "packages">,
): Promise<Found & { files: string[] }> {
  const files = await visibleFiles(root).catch((cause) => {
    throw new Trouble("No helix.yaml was written", `${root} cannot be read`, "name the folder of a program", { cause });
  });
  const modules = files.filter((path) => importable.test(path) && !isNoProgram.test(path)).map(moduleOf);
  if (modules.length === 0) throw refused(`there is no Python module under ${root}`, "name the folder of a program");
  if (modules.length > mostModules)
    throw refused(
      `there are ${modules.length} Python modules under ${root}, too many to import them all`,
      "name the folder that holds the program",
    );
  return { ...(await found(root, modules, python, packages)), files };
}

const moduleOf = (path: string): string => path.replace(/(\/__init__)?\.py$/, "").replaceAll("/", ".");

async function found(root: string, modules: string[], python: string, packages: string): Promise<Found> {
  const child = execa(python, ["-m", "helix_dspy.look", root, ...modules], {
    cwd: root,
    extendEnv: false,
    env: pythonEnv(packages),
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    reject: false,
    timeout: 300_000,
  });
  const [line, result] = await Promise.all([text(child.stdio[3] as Readable), child]);
  const said = line ? (JSON.parse(line) as { unsupported?: string }) : null;
  if (said?.unsupported) throw refused(said.unsupported, "then run it again");
  const read = Found.safeParse(said);
  if (read.success) return read.data;
  const last = `${result.stderr}`.trim().split("\n").at(-1) || "it did not say why";
  throw refused(`the modules could not be looked at: ${last}`, "run it with an interpreter that can import them");
}

const refused = (why: string, next: string): Trouble => new Trouble("No helix.yaml was written", why, next);
