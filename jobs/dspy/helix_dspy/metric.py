"""One user function, three consumers: our own evaluation, the bootstrap family, GEPA."""

import inspect
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Real
from typing import Any

import dspy

from .guard import Guard


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


class SearchMetrics:
    """The metric as optimizers call it. It never raises inside them; too many failures stop the job instead."""

    def __init__(self, metric: Metric, guard: Guard, failure_score: float) -> None:
        self._metric = metric
        self._guard = guard
        self._failure = failure_score
        self._lock = threading.Lock()
        self._calls = 0
        self._failures = 0

    def for_bootstrap(self, threshold: float) -> Callable[..., Any]:
        """Whether a trace may become a demo (when a trace is given), else the score."""

        def metric(example: Any, prediction: Any, trace: Any = None) -> Any:
            score = self._judge(example, prediction, trace).score
            return score if trace is None else score >= threshold

        return metric

    def for_gepa(self, with_feedback: bool) -> Callable[..., Any]:
        """Score with feedback and objective scores, or the bare score."""

        def metric(gold: Any, pred: Any, trace: Any = None, pred_name: Any = None, pred_trace: Any = None) -> Any:
            # A three-argument metric reads a trace as "bootstrapping"; GEPA wants the same score with and without.
            verdict = self._judge(gold, pred, trace if self._metric.arity == 5 else None, pred_name, pred_trace)
            if not with_feedback:
                return verdict.score
            objectives = {"objective_scores": verdict.dimensions} if verdict.dimensions else {}
            return dspy.Prediction(score=verdict.score, feedback=verdict.feedback, **objectives)

        return metric

    def _judge(self, *arguments: Any) -> Verdict:
        try:
            verdict = self._metric.judge(*arguments)
        except MetricFailed as error:
            self._count(str(error))
            return Verdict(self._failure, str(error))
        self._count(None)
        return verdict

    def _count(self, failure: str | None) -> None:
        with self._lock:
            self._calls += 1
            self._failures += failure is not None
            if failure and self._failures >= 15 and self._failures / self._calls > self._guard.max_error_rate:
                words = f"the metric failed on {self._failures} of {self._calls} predictions; the last time {failure}"
                self._guard.trip("metric_errors", words)


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
