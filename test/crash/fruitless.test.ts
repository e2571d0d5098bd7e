import { expect, it } from "vitest";
import { maxFruitlessAttempts } from "../../models/claim.ts";
import { runMessageKey } from "../../models/run.ts";
import { useHelix } from "../support/helix.ts";
import { posted } from "./support.ts";

const helix = useHelix({ register: false });

const deadly = `import os

import dspy


class Deadly(dspy.Module):
    def __init__(self) -> None:
        super().__init__()
        self.judge = dspy.Predict("ticket -> urgency")

    def forward(self, ticket: str) -> dspy.Prediction:
        os._exit(9)


def build() -> dspy.Module:
    return Deadly()
`;

it("a program that ends its own process at every call is given up after five attempts, and people are told", async () => {
  const { set } = helix;
  const root = await set.copyProgram({ "ticket_urgency/program.py": deadly });
  const { run } = await set.register(root);
  await set.startWorker();

  const ended = await set.ended(run?._id ?? "");

  expect(ended).toMatchObject({
    status: "failed",
    problem: { what: "The step was given up", why: "5 attempts in a row brought no new result" },
    steps: [{ status: "failed", epoch: maxFruitlessAttempts + 1, results: 0 }],
  });
  expect(await set.lm.calls()).toBe(0);
  const message = await posted(set, runMessageKey(ended), /failed/);
  expect(set.slack.render(message)).toMatch(/given up[\s\S]*5 attempts in a row brought no new result/);
}, 60_000);
