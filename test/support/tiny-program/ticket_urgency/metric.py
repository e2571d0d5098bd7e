"""Whether the urgency is the reviewed one, and in words what was wrong."""

from typing import Any

import dspy

LEVELS = ["low", "normal", "high"]


def score(
    example: dspy.Example,
    pred: dspy.Prediction,
    trace: Any = None,
    pred_name: str | None = None,
    pred_trace: Any = None,
) -> dspy.Prediction:
    """1 for the reviewed urgency, 0.25 for its neighbour, 0 for the other end and for no answer."""
    given = pred.get("urgency")
    if given not in LEVELS:
        return dspy.Prediction(score=0.0, feedback="There is no urgency.")
    steps = abs(LEVELS.index(example.urgency) - LEVELS.index(given))
    feedback = "Right." if steps == 0 else f"Treat a ticket like this one as {example.urgency}, not {given}."
    return dspy.Prediction(score=(1.0, 0.25, 0.0)[steps], feedback=feedback)
