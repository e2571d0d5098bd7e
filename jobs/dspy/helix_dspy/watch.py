"""DSPy's callbacks as the search needs them: program runs, programs that only fail, evaluations on the val rows."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dspy
from dspy.utils.callback import BaseCallback

from .guard import Guard
from .search import Search

#: So many program runs without a single success stop a search: nothing can be learned from them.
HOPELESS = 20


class Watch(BaseCallback):
    """Counts runs of the whole program inside evaluations; hands each evaluation's end to `on_scores`."""

    def __init__(self, program: Any, search: Search, guard: Guard) -> None:
        self._class = type(program)
        self._search = search
        self._guard = guard
        self._lock = threading.Lock()
        self._runs: set[str] = set()
        self._evaluations: dict[str, Any] = {}
        self._succeeded = False
        self._failed = 0
        self._ran = 0
        self._counts_all = False
        self.on_scores: Callable[[Any, list[Any], str | None], None] | None = None

    @contextmanager
    def counting_all_runs(self) -> Iterator[None]:
        """Counts runs outside evaluations too: some optimizers never evaluate, they only run."""
        self._counts_all = True
        try:
            yield
        finally:
            self._counts_all = False

    def on_module_start(self, call_id: str, instance: Any, inputs: dict[str, Any]) -> None:
        if type(instance) is self._class and not dspy.settings.get("caller_modules"):
            with self._lock:
                self._runs.add(call_id)

    def on_module_end(self, call_id: str, outputs: Any, exception: Exception | None = None) -> None:
        with self._lock:
            if call_id not in self._runs:
                return
            self._runs.remove(call_id)
            self._ran += 1
            self._judge_run(outputs, exception)
            is_counted = self._counts_all or bool(self._evaluations)
        if is_counted:
            self._search.ran()

    def on_evaluate_start(self, call_id: str, instance: Any, inputs: dict[str, Any]) -> None:
        with self._lock:
            key = (inputs.get("callback_metadata") or {}).get("metric_key")
            self._evaluations[call_id] = (inputs.get("program"), key)

    def on_evaluate_end(self, call_id: str, outputs: Any, exception: Exception | None = None) -> None:
        with self._lock:
            program, key = self._evaluations.pop(call_id, (None, None))
        if self.on_scores is not None and outputs is not None:
            self.on_scores(program, outputs.results, key)

    def counts(self) -> dict[str, int]:
        """Runs of the whole program, and those that gave no prediction for another reason than the language model."""
        with self._lock:
            return {"program_runs": self._ran, "program_failures": self._failed}

    def _judge_run(self, outputs: Any, exception: Exception | None) -> None:
        # GEPA catches parse failures inside the program and returns them beside the trace.
        is_caught = isinstance(outputs, tuple) and not isinstance(outputs[0], dspy.Prediction)
        if exception is None and not is_caught:
            self._succeeded = True
        elif not isinstance(exception, dspy.LMError):  # the guard counts those, by role
            self._failed += 1
        if not self._succeeded and self._failed >= HOPELESS:
            cause = f"{type(exception).__name__}: {exception}" if exception else "the answer could not be parsed"
            words = f"none of the first {self._failed} program runs gave a prediction; the last one: {cause[:500]}"
            self._guard.trip("program_errors", words)
