import { existsSync } from "node:fs";
import { copyFile, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { latestVersion } from "../../models/dataset.ts";
import { EvaluationRows } from "../../models/evaluation.ts";
import { findProgram } from "../../models/program.ts";
import { projectRoot } from "../../src/setup/binaries.ts";
import { team, useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });
const shared = join(projectRoot, "../shared/data/facility-support.jsonl");

const agent = `
import dspy

stock = {"bolts": 12, "nuts": 0}


def count(part: str) -> int:
    """How many of a part are in stock."""
    return stock.get(part, 0)


class Clerk(dspy.Module):
    def __init__(self):
        super().__init__()
        self.agent = dspy.ReAct("ticket: str -> urgency: str", tools=[count], max_iters=2)

    def forward(self, ticket):
        return self.agent(ticket=ticket)


def build():
    return Clerk()
`;

it("a program with tools is registered by what it answers, not by its steps, and is evaluated", async () => {
  const { set } = given;
  const program = { "ticket_urgency/program.py": agent };
  const root = await set.copyProgram({
    ...program,
    "ticket_urgency/metric.py": "def score(example, pred):\n    return example.urgency == pred.get('urgency')\n",
  });

  const { program: kept, run } = await set.register(root);
  await set.startWorker();
  const done = await set.ended(run?._id ?? "");

  expect(Object.keys(kept.described.outputSchemas)).toEqual(["urgency"]);
  expect(kept.described.predictors.map(({ name }) => name).sort()).toEqual(["agent.extract.predict", "agent.react"]);
  expect(done).toMatchObject({ status: "done", problem: null });
  const rows = await EvaluationRows.find().lean();
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ status }) => status !== "ok").map(({ error }) => error)).toEqual([]);
}, 90_000);

const callable = `
import dspy


def rows():
    for n in range(30):
        yield dspy.Example(ticket=f"Ticket {n}: {'fire' if n % 2 else 'a question'}", urgency="high" if n % 2 else "low")
`;

it("data may be a callable that gives examples", async () => {
  const { set } = given;
  const root = await set.copyProgram();
  await writeFile(join(root, "ticket_urgency/data.py"), callable);
  const file = join(root, "helix.yaml");
  const named = (await readFile(file, "utf8")).replace(/^name:.*$/m, "name: called");
  await writeFile(file, named.replace(/^data:.*$/m, "data: ticket_urgency.data:rows"));

  const { said } = await set.register(root);

  expect(said.join("\n")).toContain("Dataset v1: 30 examples imported, not reviewed");
});

const support = `
from typing import Literal

import dspy


class Read(dspy.Signature):
    """Say how urgent a message is, in what mood it was written, and what it is about."""

    message: str = dspy.InputField()
    urgency: Literal["low", "medium", "high"] = dspy.OutputField()
    sentiment: Literal["negative", "neutral", "positive"] = dspy.OutputField()
    categories: dict[str, bool] = dspy.OutputField()


def build():
    return dspy.ChainOfThought(Read)
`;

const missing = existsSync(shared) ? "" : " (skipped: the file is not there)";

describe.skipIf(missing)(`facility-support.jsonl, 100 real messages${missing}`, () => {
  it("is imported into a program of its shape, with a metric of two arguments that answers a bool", async () => {
    const { set } = given;
    const root = await set.copyProgram({
      "ticket_urgency/program.py": support,
      "ticket_urgency/metric.py": "def score(gold, pred):\n    return gold.urgency == pred.get('urgency')\n",
      "helix.yaml": yaml,
    });
    await rm(join(root, "data/tickets.jsonl"));
    await copyFile(shared, join(root, "data/support.jsonl"));

    const { said } = await set.register(root);

    expect(said.join("\n")).toMatch(/Dataset v1: \d+ examples imported, not reviewed/);
    const { counts } = (await latestVersion(team, "facility-support")) ?? {};
    expect(Object.values(counts ?? {}).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(90);
    expect(Object.keys((await findProgram(team, "facility-support"))?.described.outputSchemas ?? {})).toEqual([
      "urgency",
      "sentiment",
      "categories",
    ]);
  });
});

const yaml = `
name: facility-support
program: ticket_urgency.program:build
metric: ticket_urgency.metric:score
data: data/support.jsonl
inputs: [message]
outputs: [urgency, sentiment, categories]
models:
  quick: { lm: openai/sim-flash, api_base: "\${SIMULATED_LM}", key: SIM_KEY, price: { input: 0.10, output: 0.40 } }
roles: { task: quick }
channel: C0HELIX01
approvers: { truth: [U0ANNA], promotion: [U0ANNA] }
`;
