"""The metric as each optimizer calls it: a bool for the bootstrap family, a float for scoring, feedback for GEPA."""

import threading
from collections.abc import Callable
from typing import Any

import dspy

from .guard import Guard
from .metric import Metric, MetricFailed, Verdict


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

    def for_scoring(self) -> Callable[..., float]:
        """The bare score; the failure score where a program gave no prediction (SIMBA hands on None then)."""

        def metric(example: Any, prediction: Any, trace: Any = None) -> float:
            return self._failure if prediction is None else self._judge(example, prediction, None).score

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

    def counts(self) -> dict[str, int]:
        """Predictions of this search, and those of them that the metric could not score."""
        with self._lock:
            return {"metric_calls": self._calls, "metric_failures": self._failures}

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
