"""How urgent a support ticket is: the smallest program that still has something to learn."""

from typing import Literal

import dspy

Urgency = Literal["low", "normal", "high"]


class JudgeUrgency(dspy.Signature):
    """Say how urgent a support ticket is."""

    ticket: str = dspy.InputField()
    urgency: Urgency = dspy.OutputField()


class TicketUrgency(dspy.Module):
    """One call; `judge` is the predictor that optimizers improve."""

    def __init__(self) -> None:
        super().__init__()
        self.judge = dspy.Predict(JudgeUrgency)

    def forward(self, ticket: str) -> dspy.Prediction:
        return self.judge(ticket=ticket)


def build() -> dspy.Module:
    """The program as it is evaluated and deployed."""
    return TicketUrgency()
