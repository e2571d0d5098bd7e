import { foldedKey } from "../../models/canonical.ts";
import { currentLabel, Examples, exampleId, latestVersion, splitUnder } from "../../models/dataset.ts";
import { type Draft, type DraftNeighbour, Drafts } from "../../models/draft.ts";
import type { SplitDefinition } from "../../models/split.ts";
import type { Deps } from "../deps.ts";
import { type Found, lookUp, type Seeker } from "./lookup.ts";
import { withNear } from "./near.ts";

/** So many are shown on a card. */
const shown = 3;

type Scope = { team: string; program: string };

/** Looks up what the drafts resemble in the newest dataset version and keeps it with them, as their cards will show it. */
export async function keepNeighbours(
  deps: Pick<Deps, "python" | "packages">,
  scope: Scope,
  drafts: readonly Draft[],
): Promise<Draft[]> {
  const version = await latestVersion(scope.team, scope.program);
  if (!version || drafts.length === 0) return [...drafts];
  const definition = version.splitDefinition;
  const found = definition.grouping === "near" ? await resembling(deps, scope, drafts) : new Map<string, Found[]>();
  const kept: Draft[] = [];
  for (const draft of drafts) {
    const neighbours = [
      ...(await theSame(scope, draft.key, definition)),
      ...(await labelled(scope, found.get(draft.key) ?? [], definition)),
    ].slice(0, shown);
    await Drafts.updateOne({ _id: draft._id, status: "drafted" }, { $set: { neighbours } });
    kept.push({ ...draft, neighbours });
  }
  return kept;
}

async function resembling(
  deps: Pick<Deps, "python" | "packages">,
  scope: Scope,
  drafts: readonly Draft[],
): Promise<Map<string, Found[]>> {
  return withNear(deps, async (near) => {
    const signatures = await near.sign(drafts.map(({ inputs }) => inputs));
    const seekers = drafts.flatMap(({ key, inputs }, at): Seeker[] => {
      const signature = signatures[at];
      return signature ? [{ key, inputs, foldedKey: foldedKey(inputs), signature }] : [];
    });
    return lookUp(near, scope, seekers, { wide: true });
  });
}

async function theSame(scope: Scope, key: string, definition: SplitDefinition): Promise<DraftNeighbour[]> {
  const label = await currentLabel(scope.team, scope.program, key);
  const example = label && (await Examples.findById(exampleId(scope.team, scope.program, key)).lean());
  if (!label || !example) return [];
  const split = splitUnder(definition, example);
  return [{ key, inputs: example.inputs, label: label.label, split, similarity: 1, near: true, isSame: true }];
}

/** The nearest that stand in the dataset: near-duplicates first, two of different splits before others. */
async function labelled(scope: Scope, found: Found[], definition: SplitDefinition): Promise<DraftNeighbour[]> {
  const all: DraftNeighbour[] = [];
  for (const { example, near, similarity } of byLikeness(found)) {
    const label = await currentLabel(scope.team, scope.program, example.key);
    if (!label) continue;
    const { key, inputs } = example;
    const split = splitUnder(definition, example);
    all.push({ key, inputs, label: label.label, split, similarity, near, isSame: false });
  }
  const [first, ...others] = all;
  const bridge = others.findIndex((each) => first?.near && each.near && each.split !== first.split);
  return first && bridge > 0 ? [first, ...others.splice(bridge, 1), ...others] : all;
}

const byLikeness = (found: Found[]): Found[] =>
  found
    .filter(({ near, similarity }) => near || similarity >= worthShowing)
    .sort((a, b) => Number(b.near) - Number(a.near) || b.similarity - a.similarity);

/** Below this, two records share a template at most. */
const worthShowing = 0.5;
