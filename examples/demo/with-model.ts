import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runUsd } from "./cost.ts";
import type { RealModel } from "./real-model.ts";

/** The example program in a folder of its own, with this model in all of its roles. Answers with the folder. */
export async function withModel(example: string, folder: string, real: RealModel): Promise<string> {
  await cp(example, folder, { recursive: true, filter: (path) => !path.endsWith("__pycache__") });
  const file = join(folder, "helix.yaml");
  await writeFile(file, withModelIn(await readFile(file, "utf8"), real));
  return folder;
}

/** helix.yaml with this model alone. */
export function withModelIn(yaml: string, { alias, lm, key, price, base }: RealModel): string {
  const where = base === undefined ? "" : `api_base: ${JSON.stringify(base)}, `;
  const secret = key === null ? "" : `key: ${key}, `;
  const cost = `price: { input: ${price.input}, output: ${price.output} }`;
  return yaml
    .replace(/^models:\n(?: {2}.*\n)+/m, () => `models:\n  ${alias}: { lm: ${lm}, ${where}${secret}${cost} }\n`)
    .replace(/^roles: .*$/m, `roles: { task: ${alias}, reflection: ${alias}, draft: ${alias} }`)
    .replace(/^budget: .*$/m, `budget: { run_usd: ${runUsd}, ask_above_usd: 1 }`);
}
