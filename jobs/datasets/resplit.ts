import { randomUUID } from "node:crypto";
import { foldedKey } from "../../models/canonical.ts";
import {
  type DatasetVersion,
  type Example,
  Examples,
  latestVersion,
  type Member,
  membersOf,
} from "../../models/dataset.ts";
import { Groups } from "../../models/groups.ts";
import type { Program } from "../../models/program.ts";
import {
  assignSplit,
  dealsAlike,
  definitionKey,
  type Split,
  type SplitDefinition,
  statedDefinition,
} from "../../models/split.ts";
import { writeVersion } from "../datasets.ts";
import type { Deps } from "../deps.ts";
import { Trouble } from "../trouble.ts";
import { batches } from "./batches.ts";
import { lookUp } from "./lookup.ts";
import { type Near, withNear } from "./near.ts";
import { resplitWords } from "./resplit-words.ts";
import { settleVersion, settleVersions } from "./settle.ts";

export interface Resplit {
  version: DatasetVersion;
  isNew: boolean;
  /** From where to where, as `train → test`, with how many. */
  moves: Record<string, number>;
  words: string[];
}

const atOnce = 500;

/**
 * Deals all examples anew by what helix.yaml states now: a new split definition and a new dataset version. Near-duplicates
 * stay together: a group is dealt by the smallest key in it, so the order does not matter. What is stated already changes nothing.
 */
export async function resplit(
  deps: Pick<Deps, "python" | "packages" | "audit" | "now">,
  program: Program,
  by: string,
): Promise<Resplit> {
  const { team, name } = program;
  await settleVersions(deps, team, name);
  const batch = `resplit-${randomUUID()}`;
  for (;;) {
    const parent = await latestVersion(team, name);
    if (!parent) throw noDataset(name);
    const definition = { ...statedDefinition(program.config.splits), version: parent.splitDefinition.version + 1 };
    if (dealsAlike(definition, parent.splitDefinition))
      return { version: parent, isNew: false, moves: {}, words: resplitWords(parent, {}, false) };
    const splits = await withNear(deps, (near) => dealAll(near, { team, program: name }, definition));
    const { members, moves } = moved(await membersOf(parent._id), splits, definition);
    const version = await writeVersion(
      { ...wanted(program, parent, definition, by, deps.now()), moved: sum(moves), batch },
      members,
    );
    // Somebody made a version meanwhile: its examples have to be dealt too.
    if (version.batch !== batch) continue;
    await settleVersion(deps, version);
    return { version, isNew: true, moves, words: resplitWords(version, moves, true) };
  }
}

const noDataset = (name: string): Trouble =>
  new Trouble("Nothing was dealt anew", `${name} has no dataset yet`, `import one first`);

type Scope = { team: string; program: string };

/** The split of every stored example by a definition, written beside the ones it has. */
async function dealAll(near: Near, scope: Scope, definition: SplitDefinition): Promise<Map<string, Split>> {
  await signUnsigned(near, scope);
  const groups = await groupNear(near, scope);
  const splits = new Map<string, Split>();
  const field = `splits.${definitionKey(definition)}`;
  for await (const examples of batches(eachExample(scope, { key: 1 }), atOnce)) {
    const writes = examples.map(({ _id, key }) => {
      const split = assignSplit(definition, groups.first(key));
      splits.set(key, split);
      return { updateOne: { filter: { _id }, update: { $set: { [field]: split } } } };
    });
    await Examples.bulkWrite(writes, { ordered: false });
  }
  return splits;
}

const eachExample = (filter: object, fields: Record<string, 1>): AsyncIterable<Example> =>
  Examples.find(filter, fields).sort({ _id: 1 }).lean<Example[]>().cursor() as AsyncIterable<Example>;

/** Examples of a dataset that was dealt one by one have no signature yet. */
async function signUnsigned(near: Near, scope: Scope): Promise<void> {
  for await (const examples of batches(eachExample({ ...scope, bands: { $size: 0 } }, { key: 1, inputs: 1 }), atOnce)) {
    const signatures = await near.sign(examples.map(({ inputs }) => inputs));
    const writes = examples.map(({ _id }, at) => {
      const bands = [...(signatures[at]?.near ?? []), ...(signatures[at]?.wide ?? [])];
      return { updateOne: { filter: { _id }, update: { $set: { bands } } } };
    });
    await Examples.bulkWrite(writes, { ordered: false });
  }
}

async function groupNear(near: Near, scope: Scope): Promise<Groups> {
  const groups = new Groups();
  for await (const examples of batches(eachExample(scope, { key: 1, inputs: 1 }), atOnce)) {
    const signatures = await near.sign(examples.map(({ inputs }) => inputs));
    const seekers = examples.map(({ key, inputs }, at) => ({
      ...{ key, inputs, foldedKey: foldedKey(inputs) },
      signature: signatures[at] ?? { near: [], wide: [] },
    }));
    for (const [key, found] of await lookUp(near, scope, seekers))
      for (const { near: isNear, example } of found) if (isNear) groups.join(key, example.key);
  }
  return groups;
}

function moved(members: Member[], splits: ReadonlyMap<string, Split>, definition: SplitDefinition) {
  const moves: Record<string, number> = {};
  const dealt = members.map((member): Member => {
    const split = splits.get(member.key) ?? assignSplit(definition, member.key);
    const move = `${member.split} → ${split}`;
    if (split !== member.split) moves[move] = (moves[move] ?? 0) + 1;
    return { ...member, split };
  });
  return { members: dealt, moves };
}

const sum = (moves: Record<string, number>): number => Object.values(moves).reduce((total, count) => total + count, 0);

function wanted(
  { team, name }: Program,
  parent: DatasetVersion,
  splitDefinition: SplitDefinition,
  by: string,
  at: Date,
) {
  return {
    ...{ team, program: name, at, author: by, run: null, splitDefinition },
    ...{ number: parent.number + 1, parent: parent.number, cause: "split change" as const, added: 0, changed: 0 },
    note: `dealt anew by split definition ${splitDefinition.version}`,
  };
}
