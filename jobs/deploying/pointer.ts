import { access, readlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { problemMessage } from "../../blocks/problem.ts";
import { type Deployment, Deployments } from "../../models/deployment.ts";
import { want } from "../../models/outbox/want.ts";
import { type Program, Programs } from "../../models/program.ts";
import type { Deps } from "../deps.ts";
import { deployDirectory } from "../steps/deploy.ts";
import { movePointer } from "./artifact.ts";

/** Is `current` on this host what the record says? A pointer that is missing or lags behind is mended; another is said aloud. */
export async function checkPointers(deps: Deps): Promise<void> {
  for (const program of await Programs.find({ team: deps.team, deployed: { $gt: 0 } }).lean<Program[]>())
    if (program.config.deploy) await checkPointer(deps, program);
}

async function checkPointer(deps: Deps, program: Program): Promise<void> {
  const { team, name } = program;
  const directory = deployDirectory(program, deps.env);
  // A host that does not see what production reads has nothing to say about it.
  if (!(await exists(join(directory, name)))) return;
  const found = await targetOf(directory, name);
  const [live, moving] = await Promise.all([
    Deployments.findOne({ team, program: name, number: program.deployed }).lean<Deployment>(),
    Deployments.exists({ team, program: name, status: "moving" }),
  ]);
  // A deployment under way moves the pointer before its record.
  if (moving || live?.status !== "live" || !live.artifactPath) return;
  const approved = folderOf(live, directory);
  if (found === approved) return;
  if (!(await isRecorded(program, found, directory)) || !(await exists(approved)))
    return sayOther(program, live, found, directory);
  await movePointer(directory, name, approved);
  await mended(deps, program, live, found);
}

/** The folder `current` points to; null when there is no such pointer. */
async function targetOf(directory: string, program: string): Promise<string | null> {
  const target = await readlink(join(directory, program, "current")).catch(() => null);
  return target === null ? null : join(directory, program, target);
}

/** An artifact's folder as this host sees it. */
const folderOf = ({ program, artifactPath }: Deployment, directory: string): string =>
  join(directory, program, basename(artifactPath ?? ""));

/** Nothing, or an earlier deployment: what a restored disk or a lost write leaves. Anything else somebody put there. */
async function isRecorded({ team, name }: Program, found: string | null, directory: string): Promise<boolean> {
  if (found === null) return true;
  const written = { team, program: name, artifactPath: { $ne: null } };
  return (await Deployments.find(written).lean<Deployment[]>()).some((each) => folderOf(each, directory) === found);
}

async function mended(deps: Deps, { team, name, config }: Program, live: Deployment, found: string | null) {
  const was = found === null ? "was gone" : `pointed to ${basename(found)}`;
  const body = {
    program: name,
    from: found && basename(found),
    to: live.number,
    digest: live.artifactDigest,
    mended: true,
  };
  // Two workers may see it at once: that is one event.
  const key = `pointer-mended-${live._id}-${Math.floor(deps.now().getTime() / 60_000)}`;
  await deps.audit.append({ team, key, kind: "pointer_move", at: deps.now(), by: "helix", body });
  await want({
    team,
    key,
    channel: config.channel,
    ...problemMessage({
      what: `The deployment of ${name} was mended`,
      why: `its pointer ${was}, though d${live.number} is what was approved and recorded; it points to d${live.number} again`,
      next: "look for what changed the deploy directory: Helix did not",
    }),
  });
}

/** Somebody may have had a reason: it is said once, and not fought. */
async function sayOther({ team, name, config }: Program, live: Deployment, found: string | null, directory: string) {
  const what = found === null ? "nothing" : basename(found);
  await want({
    team,
    key: `pointer-other-${live._id}-${what}`,
    channel: config.channel,
    ...problemMessage({
      what: `Production of ${name} is not what was approved`,
      why: `in ${join(directory, name)} \`current\` points to ${what}, which Helix did not deploy; the record says d${live.number}`,
      next: `point it to ${basename(live.artifactPath ?? "")} again, or approve what is there by a promotion`,
    }),
  });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
