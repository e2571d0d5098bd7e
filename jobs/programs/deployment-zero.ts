import { Deployments, deploymentId } from "../../models/deployment.ts";
import type { Program } from "../../models/program.ts";
import { type Candidate, keepCandidate, keepRelease, States } from "../../models/release.ts";
import { baseKey } from "../compiling/entry.ts";
import type { Deps } from "../deps.ts";
import { releaseLm } from "../specs.ts";
import type { Description } from "./contract-test.ts";

/** The release of a program with a state as the contract test found it: as built, or taken over. */
export async function keepFirstRelease(deps: Deps, program: Program, { state }: Description): Promise<string> {
  const { config } = program;
  await keepState(program, state);
  const candidate = await keepFirstCandidate(deps, program, state.state_hash);
  return (await keepRelease(candidate, releaseLm(config, config.roles.task), config.adapter))._id;
}

async function keepState({ team }: Program, state: Description["state"]): Promise<void> {
  const { state_hash: _id, prompt_hash: promptHash, predictors } = state;
  const fresh = { _id, team, state: state.state, promptHash, predictors };
  await States.updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true });
}

function keepFirstCandidate(deps: Deps, program: Program, stateHash: string): Promise<Candidate> {
  const { team, name, snapshot, described, config } = program;
  return keepCandidate({
    ...{ team, program: name, stateHash, snapshot, entry: config.program },
    key: baseKey(name, snapshot, config.program, stateHash),
    programSource: described.programSource,
    ...{ parents: [], run: null, optimizer: null, valScore: null, at: deps.now() },
  });
}

/** What the team has when it registers is deployment 0, so that "what is deployed" always has an answer: its release. */
export async function deploymentZero(deps: Deps, program: Program, release: string, by: string): Promise<string> {
  const { team, name } = program;
  const _id = deploymentId(team, name, 0);
  const fresh = {
    ...{ _id, team, program: name, number: 0, release, previous: null, by, at: deps.now() },
    ...{ status: "live" as const, lineage: "unproven" as const },
  };
  await Deployments.updateOne({ _id }, { $setOnInsert: fresh }, { upsert: true });
  return (await Deployments.findById(_id, { release: 1 }).lean())?.release ?? release;
}
