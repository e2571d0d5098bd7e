import { exactKey, foldedKey } from "../../models/canonical.ts";
import type { PredictorView } from "../../models/contract.ts";
import { type DatasetVersion, DatasetVersions, versionId } from "../../models/dataset.ts";
import { type Leak, LeakCheck, type NearDemos, type ShownDemo, shownDemos } from "../../models/leaks.ts";
import type { Program } from "../../models/program.ts";
import type { Deps } from "../deps.ts";
import { contentsOf } from "./contents.ts";
import { lookUp } from "./lookup.ts";
import { withNear } from "./near.ts";

/**
 * What a candidate shows of the test split of a dataset version, in its demos (exact, in other spelling, near-duplicates) or
 * quoted in its instructions. None is the answer one wants. Reads the version once, a chunk at a time.
 */
export async function findLeaks(
  deps: Pick<Deps, "python" | "packages">,
  program: Pick<Program, "team" | "name" | "config">,
  dataset: number,
  predictors: readonly PredictorView[],
): Promise<Leak[]> {
  const version = await DatasetVersions.findById(versionId(program.team, program.name, dataset)).lean<DatasetVersion>();
  if (!version) throw new Error(`dataset v${dataset} of ${program.name} is not stored`);
  const inputNames = program.config.inputs;
  const near = await nearDemos(deps, version, shownDemos(predictors, inputNames));
  const check = new LeakCheck(predictors, inputNames, near);
  for await (const rows of contentsOf(version)) for (const row of rows) check.see(row);
  return check.found();
}

/** Only a dataset that was dealt by groups has signatures to look up. */
async function nearDemos(
  deps: Pick<Deps, "python" | "packages">,
  { team, program, splitDefinition }: DatasetVersion,
  demos: ShownDemo[],
): Promise<NearDemos> {
  if (demos.length === 0 || splitDefinition.grouping === "none") return new Map();
  return withNear(deps, async (near) => {
    const signatures = await near.sign(demos.map(({ inputs }) => inputs));
    const seekers = demos.map(({ inputs }, at) => ({
      ...{ key: exactKey(inputs), inputs, foldedKey: foldedKey(inputs) },
      signature: signatures[at] ?? { near: [], wide: [] },
    }));
    const found = await lookUp(near, { team, program }, seekers);
    return new Map(
      demos.map(({ id, inputs }) => {
        const alike = found.get(exactKey(inputs)) ?? [];
        return [id, new Set(alike.filter((each) => each.near).map(({ example }) => example.key))];
      }),
    );
  });
}
