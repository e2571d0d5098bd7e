import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { plural } from "../../blocks/figures.ts";
import { sha256 } from "../../models/canonical.ts";
import type { Program } from "../../models/program.ts";
import { type Snapshot, Snapshots } from "../../models/snapshot.ts";
import { visibleFiles } from "../snapshots.ts";

const mostNamed = 3;

/**
 * Whether the operator's checkout still is what was registered, as a sentence: which files differ. Null where it is the
 * same, or where this host does not have the checkout.
 */
export async function checkoutDiffers(
  program: Pick<Program, "root" | "snapshot" | "revision">,
): Promise<string | null> {
  const isHere = await access(join(program.root, "helix.yaml")).then(
    () => true,
    () => false,
  );
  const snapshot = isHere ? await Snapshots.findById(program.snapshot).lean<Snapshot>() : null;
  if (!snapshot) return null;
  const differing = await differingFiles(program.root, snapshot);
  if (differing.length === 0) return null;
  const more = differing.length - mostNamed;
  const named = [...differing.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return `The checkout differs from revision ${program.revision} in ${plural(differing.length, "file")} (${named}); runs use the registered files until \`npm run helix -- add\` registers them anew.`;
}

async function differingFiles(root: string, snapshot: Snapshot): Promise<string[]> {
  const known = new Map(snapshot.files.map(({ path, blob }) => [path, blob]));
  const paths = await visibleFiles(root);
  const here = await Promise.all(paths.map(async (path) => [path, await blobOf(join(root, path))] as const));
  const present = new Set(here.flatMap(([path, blob]) => (blob === null ? [] : [path])));
  const changed = here.filter(([path, blob]) => blob !== null && known.get(path) !== blob).map(([path]) => path);
  return [...changed, ...[...known.keys()].filter((path) => !present.has(path))].sort();
}

const blobOf = (path: string): Promise<string | null> => readFile(path).then(sha256, () => null);
