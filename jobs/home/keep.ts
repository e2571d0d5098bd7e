import { homesBehind, isHomeInUse, takeHome } from "../../models/home.ts";
import { homeStamp } from "../../models/home-stamp.ts";
import type { Deps } from "../deps.ts";
import { keepUp, type Rounds } from "../rounds.ts";
import type { ApproversOf, HomeSources } from "./gather.ts";
import { type HomeClient, publishHome } from "./publish.ts";

/** Slack does not say when somebody leaves their Home: for so long after it was opened it follows what happens. */
const inUseMs = 60 * 60_000;
const everyMs = 1_500;
/** A Home is published at most this often: a run at work changes many times a second. */
const atMostEveryMs = 4_000;

/** Publishes the Homes of people who opened them lately anew when something they show has changed. */
export function keepHomes(deps: Pick<Deps, "team" | "log">, client: HomeClient, sources: HomeSources): Rounds {
  const remembering = { ...sources, approversOf: remembered(sources.approversOf) };
  const failed = "Homes could not be brought up to date";
  return keepUp(deps, () => look(deps, client, remembering), { everyMs, failed });
}

async function look(
  { team, log }: Pick<Deps, "team" | "log">,
  client: HomeClient,
  sources: HomeSources,
): Promise<void> {
  const now = sources.now();
  const since = new Date(now.getTime() - inUseMs);
  if (!(await isHomeInUse(team, since))) return;
  const stamp = await homeStamp(team);
  for (const home of await homesBehind(team, stamp, since, now)) {
    if (!(await takeHome(home, new Date(now.getTime() + atMostEveryMs)))) continue;
    await publishHome(home, client, sources, { stamp }).catch((err) =>
      log.warn({ err, user: home.user }, "a Home could not be published; it is tried again"),
    );
  }
}

const rememberedMs = 5 * 60_000;

/** Who is in a user group is asked rarely: a click is authorised anew anyway. */
function remembered(approversOf: ApproversOf): ApproversOf {
  const known = new Map<string, { asked: ReturnType<ApproversOf>; until: number }>();
  return (program, kind) => {
    const key = JSON.stringify([program._id, kind, program.config.approvers[kind]]);
    const found = known.get(key);
    if (found && found.until > Date.now()) return found.asked;
    const asked = approversOf(program, kind);
    known.set(key, { asked, until: Date.now() + rememberedMs });
    void asked.then((people) => people ?? known.delete(key));
    return asked;
  };
}
