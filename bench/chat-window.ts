import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mongoose from "mongoose";
import { type DemoSet, startSet } from "../examples/demo/set.ts";
import { type Evaluation, Evaluations } from "../models/evaluation.ts";
import { type Run, Runs } from "../models/run.ts";
import { type Bench, exactly, type Figure, shown } from "./harness.ts";

const team = "T0HELIX";
const command =
  "/helix run ingredient-analyzer --optimizer baseline,gepa --model swift,flash-lite,mini,grand --effort low --compare deployed";
/** Simulated time is ten times faster than that of real models of the kind; here it runs at this multiple. */
const latency = 0.3;

/** The cells whose order is promised, best first: optimizer and model. */
const order = [
  ["GEPA", "swift"],
  ["GEPA", "flash-lite"],
  ["baseline", "mini"],
  ["baseline", "grand"],
] as const;

/** Four models × {baseline, GEPA}: what teams paste into a chat window, as one command, one message and one table. */
export const chatWindow: Bench = {
  name: "chat-window",
  goal: "One command compares four models of different skill, price and speed, each as written and with GEPA: the mid-size fast one with GEPA first, the small one with GEPA second, the mini one as written third, the large slow one as written last.",
  run: async () => {
    const home = await mkdtemp(join(tmpdir(), "helix-bench-"));
    const set = await startSet(home, { latency });
    try {
      await mongoose.connect(set.env.MONGODB_URI ?? "");
      return await figuresOf(await play(set));
    } finally {
      await mongoose.disconnect();
      await set.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
};

async function play(set: DemoSet): Promise<Run> {
  const rita = set.slack.as("U0RITA");
  const ended = (key: object) =>
    set.slack.waitFor(
      async () => (await Runs.findOne({ team, status: { $in: ["done", "failed"] }, ...key }).lean<Run>()) ?? undefined,
      {
        timeoutMs: 1_500_000,
      },
    );
  await ended({ key: "first-evaluation-ingredient-analyzer" });
  await rita.command("C0HELIX01", command);
  const run = await ended({ "intent.verb": "run" });
  if (run.status === "failed") throw new Error(`the run failed: ${run.problem?.what} ${run.problem?.why}`);
  return run;
}

interface Cell {
  optimizer: string;
  model: string;
  evaluation: Evaluation;
}

async function cellsOf(run: Run): Promise<Cell[]> {
  const found = run.steps.flatMap(({ kind, params, outcome }) => {
    const branch = params.branch as { optimizer: string; model: string } | undefined;
    return kind === "evaluate" && branch ? [{ ...branch, id: String(outcome?.evaluation) }] : [];
  });
  return Promise.all(
    found.map(async ({ optimizer, model, id }) => ({
      optimizer,
      model,
      evaluation: await Evaluations.findById(id).orFail().lean<Evaluation>(),
    })),
  );
}

async function figuresOf(run: Run): Promise<Figure[]> {
  const cells = await cellsOf(run);
  const scoreOf = ({ evaluation }: Cell): number => evaluation.summary?.mean ?? Number.NaN;
  const ranked = order.map(([optimizer, model]) => {
    const cell = cells.find((each) => each.optimizer === optimizer && each.model === model);
    if (!cell) throw new Error(`the run has no cell ${optimizer} on ${model}`);
    return cell;
  });
  const swaps = ranked.filter((cell, i) => i > 0 && scoreOf(cell) >= scoreOf(ranked[i - 1] as Cell)).length;
  const best = [...cells].sort((a, b) => scoreOf(b) - scoreOf(a))[0] as Cell;
  return [
    exactly(8, { what: "cells in one run", value: cells.length, unit: "" }),
    exactly(0, { what: "neighbours in the wrong order", value: swaps, unit: "" }),
    exactly(1, {
      what: "the best of all eight is GEPA on the fast mid-size model",
      value: Number(best === ranked[0]),
      unit: "",
    }),
    ...cells.flatMap((cell) => cellFigures(cell, scoreOf(cell))),
  ];
}

function cellFigures({ optimizer, model, evaluation }: Cell, score: number): Figure[] {
  const named = (what: string) => `${optimizer} on ${model}: ${what}`;
  return [
    shown({ what: named("test score"), value: score, unit: "" }),
    shown({ what: named("p50"), value: (evaluation.summary?.p50 ?? Number.NaN) / 1000, unit: "s" }),
    shown({
      what: named("cost per 1,000 calls"),
      value: 1000 * (evaluation.summary?.usdPerCall ?? Number.NaN),
      unit: "$",
    }),
  ];
}
