"""What every optimizer works on, and how one is made and run with Helix's own arguments."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..search import Search
from ..search_metrics import SearchMetrics
from ..watch import Watch

#: DSPy's own limits on errors never decide: the guard does, and it knows whose errors they are.
NO_LIMIT = 10**9


class BadOptimizer(Exception):
    """The optimizer does not take this configuration, or gave up; the message says why."""


@dataclass(frozen=True)
class Bed:
    """What an optimizer works on."""

    base: Any
    train: list[Any]
    val: list[Any]
    metrics: SearchMetrics
    search: Search
    watch: Watch
    #: Mean score of a program on all val rows, by our own loop.
    measure: Callable[[Any], float]
    settle: Callable[[], None]
    lms: dict[str, Any]
    settings: dict[str, Any]
    failure_score: float
    seed: int
    threads: int
    work_dir: Path

    @property
    def threshold(self) -> float:
        """From which score a trace may become a demo."""
        return float(self.settings["metric_threshold"])


def construct(kind: type[Any], bed: Bed, own: dict[str, Any], defaults: dict[str, Any] | None = None) -> Any:
    """The optimizer with the spec's arguments and Helix's own. Raises BadOptimizer."""
    given = {name: filled(value, bed.lms) for name, value in bed.settings["init"].items() if name != "gepa_kwargs"}
    taken = sorted(given.keys() & own.keys())
    if taken:
        raise BadOptimizer(f"{kind.__name__}: Helix itself sets {', '.join(taken)}")
    try:
        return kind(**{**(defaults or {}), **given, **own})
    except (TypeError, ValueError, AssertionError) as error:
        raise BadOptimizer(f"{kind.__name__} does not take this configuration: {error}") from error


def run(optimizer: Any, bed: Bed, **own: Any) -> Any:
    """What the optimizer makes of a copy of the base program. Raises BadOptimizer, or HelixAbort at a stop."""
    given = {name: filled(value, bed.lms) for name, value in bed.settings["compile"].items()}
    student = bed.base.deepcopy()
    student._compiled = False  # a recompiled program would be refused by an assertion
    try:
        return optimizer.compile(student, **{"trainset": bed.train, **given, **own})
    except Exception as error:
        traceback.print_exc()
        bed.settle()  # a stop may reach an optimizer as an exception of its own
        raise BadOptimizer(f"{type(optimizer).__name__} gave up: {type(error).__name__}: {error}") from error


def filled(value: Any, lms: dict[str, Any]) -> Any:
    """The value with every `"$lm:role"` replaced by that role's language model. Raises BadOptimizer."""
    if isinstance(value, str) and value.startswith("$lm:"):
        role = value.removeprefix("$lm:")
        if role not in lms:
            raise BadOptimizer(f"there is no language model for the role {role}")
        return lms[role]
    if isinstance(value, dict):
        return {name: filled(item, lms) for name, item in value.items()}
    return [filled(item, lms) for item in value] if isinstance(value, list) else value


def mean_of(results: list[Any], failure_score: float) -> float:
    """Mean of `dspy.Evaluate`'s results; a row without a prediction scores the failure score."""
    return sum(item[2] if len(item[1]) else failure_score for item in results) / len(results)


def show_base(bed: Bed) -> None:
    """Measures and shows the program as it is: index 0, for optimizers that do not begin with it."""
    bed.search.show(bed.base, [], bed.measure(bed.base))


def beats(score: float | None, best: float | None) -> bool:
    """Whether a proposal was accepted: measured on all of val, and better than all before it."""
    return score is not None and best is not None and score > best


def show_measured(bed: Bed, program: Any) -> None:
    """Shows a result with its score on all val rows, measured now unless it is known."""
    for predictor in program.predictors():
        predictor.lm = None  # the run chooses the model
    index = bed.search.index_of(program)
    if index is None:
        bed.search.show(program, [0], bed.measure(program))
    elif not bed.search.is_measured(index):
        bed.search.revise(index, program, bed.measure(program))
