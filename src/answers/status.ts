import type { Message } from "../../blocks/kit.ts";
import { type StandingView, standingMessage } from "../../blocks/standing.ts";
import { linksTo } from "../../jobs/home/links.ts";
import { driftOf } from "../../models/drift.ts";
import { gateMessageKey } from "../../models/gate.ts";
import type { Program } from "../../models/program.ts";
import { standingOf } from "../../models/standing.ts";
import type { Asker } from "../answers.ts";
import { homeSources } from "../home/freshen.ts";

/** What is deployed, since when, by whom, measured on what, whether production drifted, and what waits or runs. */
export async function statusAnswer(programs: Program[], asker: Asker): Promise<Message> {
  return standingMessage(await Promise.all(programs.map((program) => viewOf(program, asker))));
}

async function viewOf(program: Program, { deps, client, team }: Asker): Promise<StandingView> {
  const standing = await standingOf(program);
  const { workspace } = await homeSources(deps, client);
  const addresses = await linksTo(team, workspace, standing.gates.map(gateMessageKey));
  const links = standing.gates.flatMap((gate) => {
    const url = addresses.get(gateMessageKey(gate));
    return url === undefined ? [] : [[gate._id, url] as const];
  });
  return { standing, drift: await driftOf(standing.deployment), links: new Map(links) };
}
