"""A user's metric: one function of 2, 3 or 5 arguments, and what its answer means."""

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import dspy

from .caller import judging


class MetricFailed(Exception):
    """The metric gave no usable score; the message says what it did."""


@dataclass(frozen=True)
class Verdict:
    """A score from 0 to 1, with what the metric said about it."""

    score: float
    feedback: str | None = None
    dimensions: dict[str, float] = field(default_factory=dict)


class Metric:
    """A user's metric of 2, 3 or 5 arguments. Raises ValueError for a function that takes none of these."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.arity = _arity(function)

    def judge(
        self, example: Any, prediction: Any, trace: Any = None, name: str | None = None, part: Any = None
    ) -> Verdict:
        """The metric's verdict. Raises MetricFailed when it raises or answers something else than a score."""
        arguments = (example, prediction, trace, name, part)[: self.arity]
        try:
            with judging():
                answer = self.function(*arguments)
        except Exception as error:
            raise MetricFailed(f"the metric raised {type(error).__name__}: {error}") from error
        return read_verdict(answer)


def read_verdict(answer: Any) -> Verdict:
    """A bool, a number or a `dspy.Prediction(score, feedback, objective_scores)` as a Verdict. Raises MetricFailed."""
    if not isinstance(answer, dspy.Prediction):
        return Verdict(_score(answer, "the metric returned"))
    if "score" not in answer:
        raise MetricFailed("the metric returned a dspy.Prediction without a score")
    feedback = answer.get("feedback")
    parts = answer.get("objective_scores") or {}
    dimensions = {str(name): _number(value, f"the metric's {name} is") for name, value in parts.items()}
    return Verdict(
        _score(answer["score"], "the metric's score is"), None if feedback is None else str(feedback), dimensions
    )


def _arity(function: Callable[..., Any]) -> int:
    signature = inspect.signature(function)
    for count in (5, 3, 2):
        try:
            signature.bind(*[None] * count)
        except TypeError:
            continue
        return count
    raise ValueError("the metric has to take 2, 3 or 5 arguments: example, prediction, trace, pred_name, pred_trace")


def _score(value: Any, what: str) -> float:
    number = _number(value, what)
    if not 0 <= number <= 1:
        raise MetricFailed(f"{what} {number:g}, which is not between 0 and 1")
    return number


def _number(value: Any, what: str) -> float:
    value = value.item() if hasattr(value, "item") and not isinstance(value, type) else value
    if not isinstance(value, Real):
        raise MetricFailed(f"{what} {type(value).__name__}, not a number, a bool or a dspy.Prediction")
    if not math.isfinite(value):
        raise MetricFailed(f"{what} {value}")
    return float(value)
