"""A compile: one optimizer over train and val rows, its candidates streamed, the best by val score named at the end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from .evaluate import Bench, evaluate_rows
from .metric import Metric
from .optimizers import OPTIMIZERS, Bed
from .rows import example_of, read_rows
from .search import Search
from .search_metrics import SearchMetrics
from .views import Origins
from .watch import Watch


class NoRows(Exception):
    """There is nothing to learn from, or nothing to select by."""


class Compile:
    """A compile job between its start and its end; `search.best()` is right at any moment, also after a stop."""

    def __init__(
        self, spec: dict[str, Any], bench: Bench, adapter: Any, emit: Callable[..., object], check: Any
    ) -> None:
        assert bench.metric is not None
        self._emit = emit
        self._spec = spec
        self._bench = bench
        self._val = [{**row, "prediction": None} for row in read_rows(spec["val"])]
        self._train = read_rows(spec["train"])
        if not self._train or not self._val:
            raise NoRows("a compile needs at least one train row and one val row")
        self.search = Search(emit, adapter, Origins(self._train), check, bench.guard)
        self.watch = Watch(bench.program, self.search, bench.guard)

    def run(self, metric: Metric, lms: dict[str, Any]) -> None:
        """Runs the optimizer. Raises HelixAbort, BadOptimizer, BadInput, or what the optimizer raises."""
        spec, bench = self._spec, self._bench
        metrics = SearchMetrics(metric, bench.guard, bench.failure_score)
        bed = Bed(
            base=bench.program,
            train=self._examples(self._train),
            val=self._examples(self._val),
            metrics=metrics,
            search=self.search,
            watch=self.watch,
            measure=self._measure,
            settle=self._settle,
            lms=lms,
            settings=spec["optimizer"],
            failure_score=bench.failure_score,
            seed=spec["seed"],
            threads=bench.threads,
            work_dir=Path(spec["work_dir"]),
        )
        OPTIMIZERS[spec["optimizer"]["name"]](bed)
        bench.guard.check()
        self.search.note = "finished"
        self.search.progress(force=True)
        self._emit("searched", **metrics.counts(), **self.watch.counts(), unfenced=self.search.unfenced)

    def _settle(self) -> None:
        self._bench.guard.tripped.wait(0.2)
        self._bench.guard.check()

    def _examples(self, rows: list[dict[str, Any]]) -> list[Any]:
        return [example_of(row, self._bench.types, self._bench.input_fields) for row in rows]

    def _measure(self, program: Any) -> float:
        """Mean score on val by our own loop; what failed counts as the failure score."""
        outcomes = evaluate_rows(self._val, replace(self._bench, program=program), lambda _: self.search.ran())
        self._bench.guard.check()
        scores = [self._bench.failure_score if item.score is None else item.score for item in outcomes]
        return sum(scores) / len(scores)
