import { homePageSize, type Listed, pageWithin } from "../../blocks/home/paging.ts";
import type { LinkedGate } from "../../blocks/home/questions.ts";
import type { HomeRun } from "../../blocks/home/running.ts";
import type { HomeShown } from "../../blocks/home.ts";
import { type Gate, type GateKind, Gates, gateMessageKey } from "../../models/gate.ts";
import type { HomeList, HomePages } from "../../models/home.ts";
import { mayDecide, type Person } from "../../models/may-decide.ts";
import { type Program, Programs } from "../../models/program.ts";
import { type Run, Runs, runMessageKey } from "../../models/run.ts";
import { standingOf } from "../../models/standing.ts";
import { linksTo } from "./links.ts";
import { shownOf } from "./shown.ts";

export type ApproversOf = (program: Program, kind: GateKind) => Promise<string[] | null>;

/** What a Home is made from besides MongoDB. */
export interface HomeSources {
  /** The workspace's own address, for links; null where Slack did not say. */
  workspace: string | null;
  approversOf: ApproversOf;
  now(): Date;
}

const shownDecisions = 5;

/** Everything one person's Home shows, on the pages they are at. */
export async function homeFor(person: Person, asked: HomePages, sources: HomeSources): Promise<HomeShown> {
  const { team, user } = person;
  const programs = await Programs.find({ team, removed: null }).sort({ name: 1 }).lean<Program[]>();
  const gates = await Gates.find({ team, status: "open", program: { $in: programs.map(({ name }) => name) } })
    .sort({ n: 1 })
    .lean<Gate[]>();
  const runs = await Runs.find({ team, status: { $in: ["waiting", "queued", "running", "paused"] } })
    .sort({ n: -1 })
    .lean<Run[]>();
  const decided = await Gates.find({ team, decision: { $ne: null } })
    .sort({ "decision.at": -1 })
    .limit(shownDecisions)
    .lean<Gate[]>();
  const mine = await decidable(person, gates, programs, sources);
  const others = gates.filter((gate) => gate.requestedBy === user && !mine.includes(gate));
  const pages: HomePages = {
    waiting: pageWithin("waiting", asked.waiting, mine.length),
    running: pageWithin("running", asked.running, runs.length),
    programs: pageWithin("programs", asked.programs, programs.length),
  };
  const onPage = <T>(list: HomeList, all: T[]): T[] =>
    all.slice(pages[list] * homePageSize[list], (pages[list] + 1) * homePageSize[list]);
  const waiting = onPage("waiting", mine);
  const running = onPage("running", runs);
  const links = await linksTo(team, sources.workspace, [
    ...[...waiting, ...others, ...decided].map(gateMessageKey),
    ...running.map(runMessageKey),
  ]);
  const linked = (gate: Gate): LinkedGate => ({ gate, link: links.get(gateMessageKey(gate)) ?? null });
  return {
    pages,
    waiting: {
      shown: await Promise.all(waiting.map(async (gate) => ({ ...linked(gate), shown: await shownOf(gate) }))),
      total: mine.length,
    },
    others: others.map(linked),
    running: { shown: await steerable(running, links, person, programs, sources), total: runs.length },
    programs: await standings(onPage("programs", programs), programs.length),
    decisions: decided.map(linked),
  };
}

const standings = async (shown: Program[], total: number): Promise<HomeShown["programs"]> => ({
  shown: await Promise.all(shown.map(standingOf)),
  total,
});

/** The open questions this person may approve now: what their list, the policy and the votes so far say. */
async function decidable(person: Person, gates: Gate[], programs: Program[], sources: HomeSources): Promise<Gate[]> {
  const may = await Promise.all(
    gates.map(async (gate) => {
      const program = programs.find(({ name }) => name === gate.program);
      const approvers = program ? await sources.approversOf(program, gate.kind) : null;
      if (!program || !approvers) return false;
      const { policy } = program.config;
      return mayDecide(gate, person, "approve", gate.revision, approvers, policy, sources.now()).allowed;
    }),
  );
  return gates.filter((_, n) => may[n]);
}

/** Whoever asked for a run, or may approve its promotion, may pause and cancel it. */
async function steerable(
  runs: Run[],
  links: Map<string, string>,
  { user }: Person,
  programs: Program[],
  { approversOf }: HomeSources,
): Promise<Listed<HomeRun>["shown"]> {
  return Promise.all(
    runs.map(async (run) => {
      const program = programs.find(({ name }) => name === run.program);
      const approvers = program ? await approversOf(program, "promotion") : null;
      const maySteer = run.requestedBy === user || (approvers?.includes(user) ?? false);
      return { run, link: links.get(runMessageKey(run)) ?? null, maySteer };
    }),
  );
}
