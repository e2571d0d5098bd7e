import { dollars, plural } from "../blocks/figures.ts";
import { releaseLm } from "../jobs/specs.ts";
import { Trouble } from "../jobs/trouble.ts";
import { latestVersion } from "../models/dataset.ts";
import { theDeployment } from "../models/deployment.ts";
import { Evaluations } from "../models/evaluation.ts";
import { fullId } from "../models/ids.ts";
import type { EvalIntent, IntentOf, RunIntent } from "../models/intent.ts";
import { planOptimizer } from "../models/optimizer.ts";
import { findProgram, type Program, Programs } from "../models/program.ts";
import { Candidates, keepRelease, type Release, theRelease } from "../models/release.ts";
import { createRun, type NewRun, type Run } from "../models/run.ts";
import type { Known } from "./parse.ts";

/** Who asked, where, and by which delivery: the same delivery twice is one run. */
export interface Asked {
  team: string;
  user: string;
  channel: string;
  threadTs: string | null;
  delivery: string;
  at: Date;
}

/** An intent that makes a run; the others are answered at once. */
export type RunningIntent = RunIntent | EvalIntent | IntentOf<"review"> | IntentOf<"digest">;

/** What people can name: programs and the model aliases of each. */
export async function knownNames(team: string): Promise<Known> {
  const programs = await Programs.find({ team }).sort({ name: 1 }).lean<Program[]>();
  return {
    programs: programs.map(({ name }) => name),
    models: Object.fromEntries(programs.map(({ name, config }) => [name, Object.keys(config.models)])),
  };
}

const refusal = (why: string, next: string): Trouble => new Trouble("Nothing was started", why, next);

/** Makes the run an intent asks for, or throws `Trouble` with the reason. Nothing is spent before a worker takes it. */
export async function startRun(intent: RunningIntent, asked: Asked): Promise<Run> {
  const program = await programOf(intent.program, asked.team);
  const plan = await planOf(intent, program);
  return createRun({
    team: asked.team,
    key: asked.delivery,
    program: program.name,
    intent,
    requestedBy: asked.user,
    channel: asked.channel,
    threadTs: asked.threadTs,
    at: asked.at,
    ...plan,
  });
}

async function programOf(name: string | null, team: string): Promise<Program> {
  const found = name ? await findProgram(team, name) : null;
  if (found) return found;
  const all = await Programs.find({ team }).sort({ name: 1 }).lean<Program[]>();
  if (!name && all.length === 1 && all[0]) return all[0];
  if (all.length === 0)
    throw refusal(
      "no program is registered",
      "an operator adds one with `npm run helix -- add <folder of helix.yaml>`",
    );
  throw refusal(
    name ? `there is no program ${name}` : "it is not clear which program is meant",
    `name one of: ${all.map((each) => each.name).join(", ")}`,
  );
}

type Plan = Pick<NewRun, "title" | "limitUsd" | "steps">;

async function planOf(intent: RunningIntent, program: Program): Promise<Plan> {
  const limitUsd = program.config.budget.run_usd;
  switch (intent.verb) {
    case "run":
      return planRun(intent, program);
    case "eval":
      return planEval(intent, program);
    case "review":
      return {
        title: `Labels to review for ${program.name}`,
        limitUsd,
        steps: [
          { kind: "ingest", params: {} },
          { kind: "review", params: {} },
        ],
      };
    case "digest":
      return {
        title: `Digest of ${program.name}`,
        limitUsd,
        steps: [
          { kind: "ingest", params: {} },
          { kind: "digest", params: {} },
        ],
      };
  }
}

async function planRun(intent: RunIntent, program: Program): Promise<Plan> {
  const { config, team, name } = program;
  const version = await latestVersion(team, name);
  if (!version)
    throw refusal(`${name} has no dataset`, "add labelled data to helix.yaml, or review traces with `/helix review`");
  const model = intent.model ?? config.roles.task;
  releaseLm(config, model);
  requireStrategy(intent, program);
  const sizes = {
    train: version.counts.train,
    val: version.counts.val,
    predictors: program.described.predictors.length,
  };
  const optimizer = planOptimizer(intent.optimizer, intent.set, sizes);
  if (!optimizer.ok) throw refusal(optimizer.problem, "change --set and send it again");
  const deployment = await theDeployment(team, name, program.deployed);
  const dataset = version.number;
  const cost = await expectedCost(program, optimizer.plan.runs);
  const compile = `${intent.optimizer} on ${model}, about ${plural(optimizer.plan.runs, "program run")}${cost}`;
  return {
    title: `${intent.optimizer} for ${name} on ${model}`,
    limitUsd: intent.budgetUsd ?? config.budget.run_usd,
    steps: [
      { kind: "compile", params: { intent, dataset, words: compile } },
      {
        kind: "evaluate",
        params: {
          arm: "candidate",
          release: "compiled",
          dataset,
          split: "test",
          words: `on ${plural(version.counts.test, "test example")} of v${dataset}`,
        },
      },
      ...(intent.compare ? comparedTo(deployment.release, dataset, program.deployed) : []),
      ...(intent.compare && intent.recommend
        ? [{ kind: "recommend" as const, params: { words: "by the policy of helix.yaml" } }]
        : []),
    ],
  };
}

function requireStrategy({ strategy }: RunIntent, { name, config }: Program): void {
  if (strategy === null || Object.hasOwn(config.strategies, strategy)) return;
  const known = Object.keys(config.strategies).join(", ");
  throw refusal(
    `${name} has no strategy ${strategy}`,
    known ? `name one of: ${known}` : "leave --strategy out: its helix.yaml names none",
  );
}

const comparedTo = (release: string, dataset: number, number: number): NewRun["steps"] => [
  {
    kind: "evaluate",
    params: { arm: "baseline", release, dataset, split: "test", words: `(d${number}) on test of v${dataset}` },
  },
  { kind: "compare", params: { words: "candidate against what is deployed" } },
];

async function expectedCost({ team, name }: Program, runs: number): Promise<string> {
  const last = await Evaluations.findOne({ team, program: name, status: "done" }).sort({ at: -1 }).lean();
  const perCall = last?.summary?.usdPerCall;
  return perCall ? `, about ${dollars(perCall * runs)} before reflections` : "";
}

async function planEval(intent: EvalIntent, program: Program): Promise<Plan> {
  const { team, name, config } = program;
  const newest = await latestVersion(team, name);
  if (!newest) throw refusal(`${name} has no dataset`, "add labelled data to helix.yaml");
  const dataset = intent.version ?? newest.number;
  if (dataset > newest.number) throw refusal(`${name} has no dataset v${dataset}`, `the newest is v${newest.number}`);
  const release = await targetRelease(intent, program);
  const subject = `${intent.target === "deployed" ? "what is deployed" : intent.target}${intent.model ? ` on ${intent.model}` : ""}`;
  return {
    title: `Evaluation of ${subject} for ${name}`,
    limitUsd: config.budget.run_usd,
    steps: [
      {
        kind: "evaluate",
        params: {
          arm: "baseline",
          release: release._id,
          dataset,
          split: intent.split,
          subject,
          words: `on ${intent.split} of v${dataset}`,
        },
      },
    ],
  };
}

async function targetRelease({ target, model }: EvalIntent, program: Program): Promise<Release> {
  const number = target === "deployed" ? program.deployed : /^d(\d+)$/.exec(target)?.[1];
  const candidateNumber = /^c(\d+)$/.exec(target)?.[1];
  const deployed =
    number === undefined ? null : await theDeployment(program.team, program.name, Number(number)).catch(() => null);
  const release = deployed ? await theRelease(deployed.release) : null;
  const id = release ? release.candidate : candidateNumber ? fullId(program.team, "c", Number(candidateNumber)) : null;
  const candidate = id ? await Candidates.findOne({ _id: id, program: program.name }).lean() : null;
  if (!candidate)
    throw refusal(
      `${program.name} has no ${target}`,
      "name what is `deployed`, a candidate such as c3 or a deployment such as d1",
    );
  if (release && !model) return release;
  return keepRelease(candidate, releaseLm(program.config, model ?? program.config.roles.task), program.config.adapter);
}
