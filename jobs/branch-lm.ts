import type { Branch } from "../models/branch.ts";
import type { HelixYaml } from "../models/helix-yaml.ts";
import type { ReleaseLm } from "../models/release.ts";
import { releaseLm } from "./specs.ts";

/** The LM configuration of a branch: its model as helix.yaml has it, with the branch's own parameters on top. */
export function branchLm(config: HelixYaml, { model, params }: Pick<Branch, "model" | "params">): ReleaseLm {
  const lm = releaseLm(config, model);
  return { ...lm, params: { ...lm.params, ...params } };
}
