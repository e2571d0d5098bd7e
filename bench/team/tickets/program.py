from typing import Literal

import dspy


class Triage(dspy.Signature):
    """Read a support ticket and say how urgent it is, and why."""

    ticket: str = dspy.InputField(desc="what the customer wrote")
    plan: str = dspy.InputField(desc="the customer's plan")
    urgency: Literal["high", "low"] = dspy.OutputField()
    reason: str = dspy.OutputField(desc="one sentence")


class Program(dspy.Module):
    def __init__(self):
        super().__init__()
        self.triage = dspy.Predict(Triage)

    def forward(self, ticket, plan):
        return self.triage(ticket=ticket, plan=plan)


def build():
    return Program()
