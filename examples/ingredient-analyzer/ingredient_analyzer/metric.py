"""How well the flagged ingredients agree with the reviewed label, and in words what was wrong."""

from typing import Any

import dspy

from ingredient_analyzer.feedback import explain
from ingredient_analyzer.matching import Flag, Match, match, read_flags

WRONG_SAFETY = 0.5  # the right ingredient with the wrong safety is half right
NO_ANSWER = {"recall": 0.0, "precision": 0.0, "safety": 0.0}


def score(
    example: dspy.Example,
    pred: dspy.Prediction,
    trace: Any = None,
    pred_name: str | None = None,
    pred_trace: Any = None,
) -> dspy.Prediction:
    """F1 over (ingredient, preference) pairs, 0 to 1; an empty list where nothing is wrong scores 1, no list scores 0."""
    wanted, given = read_flags(example) or [], read_flags(pred)
    if given is None:
        return dspy.Prediction(score=0.0, feedback="There is no list of flagged ingredients.", objective_scores=NO_ANSWER)
    found = match(wanted, given)
    return dspy.Prediction(
        score=f1(credit(found), len(wanted), len(given)),
        feedback=explain(example, found),
        objective_scores=objectives(found, wanted, given),
    )


def credit(found: Match) -> float:
    return sum(1.0 if want.safety == got.safety else WRONG_SAFETY for want, got in found.pairs)


def f1(agreed: float, wanted: int, given: int) -> float:
    return 1.0 if wanted + given == 0 else 2 * agreed / (wanted + given)


def objectives(found: Match, wanted: list[Flag], given: list[Flag]) -> dict[str, float]:
    """Recall, precision and the share of right safeties, each 1 where there is nothing to get wrong."""
    pairs = len(found.pairs)
    right = sum(want.safety == got.safety for want, got in found.pairs)
    return {
        "recall": pairs / len(wanted) if wanted else 1.0,
        "precision": pairs / len(given) if given else 1.0,
        "safety": right / pairs if pairs else 1.0,
    }
