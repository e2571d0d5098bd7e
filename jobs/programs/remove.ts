import { shortId } from "../../models/ids.ts";
import { findProgram, type Program, Programs } from "../../models/program.ts";
import { type Run, Runs } from "../../models/run.ts";
import type { Deps } from "../deps.ts";
import { Trouble } from "../trouble.ts";

const open = ["queued", "running", "paused"] as const;

/** The program of this name that an operator means; unknown and removed ones are said in words. */
export async function registeredProgram(team: string, name: string, what: string): Promise<Program> {
  const program = await findProgram(team, name);
  if (program && !program.removed) return program;
  const known = await Programs.find({ team, removed: null }, { name: 1 }).sort({ name: 1 }).lean();
  const names = known.map((each) => each.name).join(", ");
  throw new Trouble(
    what,
    program ? `${name} was removed already` : `there is no program ${name}`,
    names ? `name one of: ${names}` : "register one with `npm run helix -- add <folder>`",
  );
}

/** Takes a program out of use. Its history stays: runs, versions, candidates, deployments, decisions. */
export async function removeProgram(deps: Deps, name: string, by: string): Promise<string[]> {
  const what = "The program was not removed";
  const program = await registeredProgram(deps.team, name, what);
  await requireNoRuns(program, what);
  const removed = { at: deps.now(), by };
  const done = await Programs.updateOne(
    { _id: program._id, removed: null, revision: program.revision },
    { $set: { removed } },
  );
  if (done.modifiedCount === 0)
    throw new Trouble(what, "somebody registered or removed it just now", "look with `npm run helix -- list`");
  await deps.audit.append({
    ...{ team: deps.team, key: `program-${program._id}-${program.revision}-removed`, kind: "program_removed" },
    ...{ at: removed.at, by, body: { program: name, revision: program.revision, deployed: program.deployed } },
  });
  return [
    `${name} is removed: nobody can start a run of it. Its history stays, and d${program.deployed} stays deployed.`,
    `\`npm run helix -- add ${program.root}\` brings it back.`,
  ];
}

async function requireNoRuns({ team, name }: Program, what: string): Promise<void> {
  const running = await Runs.find({ team, program: name, status: { $in: open } }, { _id: 1 }).lean<Run[]>();
  if (running.length === 0) return;
  const ids = running.map(({ _id }) => shortId(_id)).join(", ");
  throw new Trouble(what, `it is at work in ${ids}`, "wait for it, or cancel it from Slack, and remove it then");
}
