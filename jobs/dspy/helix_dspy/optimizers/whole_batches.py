"""GEPA's batches as they went in: DSPy 3.3.1 leaves out rows whose program raised, and gepa then compares other rows, or stops."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dspy
from dspy.teleprompt import bootstrap_trace


@contextmanager
def whole_batches(failure_score: float) -> Iterator[None]:
    """Within it, a row that gave no prediction stays in its batch: without a trace, with the failure score."""
    traced = bootstrap_trace.bootstrap_trace_data

    def whole(*, dataset: list[Any], **named: Any) -> list[dict[str, Any]]:
        found = {each["example_ind"]: each for each in traced(dataset=dataset, **named)}
        lost = {"prediction": dspy.Prediction(), "trace": [], "score": failure_score}
        return [
            found.get(index, {"example": example, "example_ind": index, **lost}) for index, example in enumerate(dataset)
        ]

    bootstrap_trace.bootstrap_trace_data = whole
    try:
        yield
    finally:
        bootstrap_trace.bootstrap_trace_data = traced
