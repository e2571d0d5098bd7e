"""What went wrong with a parcel, and whether the carrier pays: first the facts are read, then the claim is decided."""

from typing import Literal

import dspy

Cause = Literal["breakage", "disappearance", "delay", "mix_up", "return_to_sender"]


class ReadClaim(dspy.Signature):
    """Write down what a customer's message says happened to the parcel, without judging it."""

    message: str = dspy.InputField()
    contents: list[str] = dspy.InputField(desc="what the sender declared to be inside")
    facts: str = dspy.OutputField(desc="one or two sentences")


class DecideClaim(dspy.Signature):
    """Name the cause of a parcel claim and say whether the carrier pays for it."""

    message: str = dspy.InputField()
    facts: str = dspy.InputField()
    cause: Cause = dspy.OutputField()
    pays: bool = dspy.OutputField()


class ParcelClaims(dspy.Module):
    """Two calls; both predictors can be improved."""

    def __init__(self) -> None:
        super().__init__()
        self.read = dspy.ChainOfThought(ReadClaim)
        self.decide = dspy.Predict(DecideClaim)

    def forward(self, message: str, contents: list[str]) -> dspy.Prediction:
        read = self.read(message=message, contents=contents)
        return self.decide(message=message, facts=read.facts)


def build() -> dspy.Module:
    """The program as it is evaluated and deployed."""
    return ParcelClaims()
