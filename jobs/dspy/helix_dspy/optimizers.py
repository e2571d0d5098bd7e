"""The optimizers Helix offers, with what DSPy leaves open: metric, seed, threads, and where candidates appear."""

import shutil
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dspy

from .metric import SearchMetrics
from .search import Search
from .watch import Watch


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
    measure: Callable[[Any], float]
    settle: Callable[[], None]
    lms: dict[str, Any]
    settings: dict[str, Any]
    failure_score: float
    seed: int
    threads: int
    work_dir: Path


def labeled_few_shot(bed: Bed) -> None:
    """Demos drawn from the labelled rows; base and result are measured here: the optimizer measures nothing."""
    optimizer = _construct(dspy.LabeledFewShot, bed, {})
    bed.search.total = 2 * len(bed.val)
    bed.search.show(bed.base, [], bed.measure(bed.base))
    _show_once(bed, _compile(optimizer, bed), bed.measure)


def bootstrap_rs(bed: Bed) -> None:
    """Random search over bootstrapped and labelled demos; every program it evaluates on val is a candidate."""
    own = {
        "metric": bed.metrics.for_bootstrap(bed.settings["metric_threshold"]),
        "num_threads": bed.threads,
        "max_errors": 10**9,
    }
    optimizer = _construct(dspy.BootstrapFewShotWithRandomSearch, bed, own)
    bed.search.total = (optimizer.num_candidate_sets + 3) * len(bed.val)
    if any(predictor.demos for predictor in bed.base.predictors()):  # its zero-shot start is another program then
        bed.search.total += len(bed.val)
        bed.search.show(bed.base, [], bed.measure(bed.base))

    def on_scores(program: Any, results: list[Any]) -> None:
        score = sum(item[2] if len(item[1]) else bed.failure_score for item in results) / len(results)
        _show_once(bed, program, lambda _: score)

    bed.watch.on_scores = on_scores
    _compile(optimizer, bed, valset=bed.val)


def gepa(bed: Bed) -> None:
    """Reflective evolution of instructions; gepa reports every program it measures on val, with its parents."""
    log_dir = bed.work_dir / "gepa"
    # A checkpoint or a stop file of an earlier attempt would end or skew this one: the journal is what resumes.
    shutil.rmtree(log_dir, ignore_errors=True)
    own = {
        "metric": bed.metrics.for_gepa(bed.settings["feedback"]),
        "num_threads": bed.threads,
        "failure_score": bed.failure_score,
        "track_stats": True,
        "log_dir": str(log_dir),
    }
    defaults = {"seed": bed.seed, "reflection_lm": bed.lms.get("reflection"), "warn_on_score_mismatch": False}
    given = bed.settings["init"].get("gepa_kwargs", {})
    own["gepa_kwargs"] = {"use_cloudpickle": True, **given, "callbacks": [_GepaEvents(bed)]}
    optimizer = _construct(dspy.GEPA, bed, own, defaults)
    bed.search.total = _gepa_budget(optimizer, bed)
    _compile(optimizer, bed, valset=bed.val)


OPTIMIZERS: dict[str, Callable[[Bed], None]] = {
    "LabeledFewShot": labeled_few_shot,
    "BootstrapRS": bootstrap_rs,
    "GEPA": gepa,
}


class _GepaEvents:
    """gepa's own index of a program is ours too: both count the seed as 0 and every accepted one after it."""

    def __init__(self, bed: Bed) -> None:
        self._bed = bed

    def on_valset_evaluated(self, event: dict[str, Any]) -> None:
        program = self._bed.base.deepcopy()
        for name, predictor in program.named_predictors():
            predictor.signature = predictor.signature.with_instructions(
                event["candidate"].get(name, predictor.signature.instructions)
            )
        is_whole = event["num_examples_evaluated"] == event["total_valset_size"]
        parents = sorted({parent for parent in event["parent_ids"] if parent is not None})
        self._bed.search.show(program, parents, event["average_score"] if is_whole else None)

    def on_proposal_end(self, event: dict[str, Any]) -> None:
        self._bed.search.proposals += 1
        self._note(f"iteration {event['iteration']}: a new instruction was proposed")

    def on_merge_attempted(self, event: dict[str, Any]) -> None:
        self._bed.search.proposals += 1
        self._note(f"iteration {event['iteration']}: two candidates were merged")

    def on_candidate_accepted(self, event: dict[str, Any]) -> None:
        self._bed.search.accepted += 1
        self._note(f"iteration {event['iteration']}: candidate {event['new_candidate_idx']} was accepted")

    def on_merge_accepted(self, event: dict[str, Any]) -> None:
        self.on_candidate_accepted(event)

    def on_candidate_rejected(self, event: dict[str, Any]) -> None:
        self._note(f"iteration {event['iteration']}: the proposal was not better on its minibatch")

    def _note(self, text: str) -> None:
        self._bed.search.note = text
        self._bed.search.progress()


def _construct(kind: type[Any], bed: Bed, own: dict[str, Any], defaults: dict[str, Any] | None = None) -> Any:
    """The optimizer with the spec's arguments and Helix's own. Raises BadOptimizer."""
    given = {name: _filled(value, bed.lms) for name, value in bed.settings["init"].items() if name != "gepa_kwargs"}
    taken = sorted(given.keys() & own.keys())
    if taken:
        raise BadOptimizer(f"{kind.__name__}: Helix itself sets {', '.join(taken)}")
    try:
        return kind(**{**(defaults or {}), **given, **own})
    except (TypeError, ValueError, AssertionError) as error:
        raise BadOptimizer(f"{kind.__name__} does not take this configuration: {error}") from error


def _compile(optimizer: Any, bed: Bed, **own: Any) -> Any:
    given = {name: _filled(value, bed.lms) for name, value in bed.settings["compile"].items()}
    student = bed.base.deepcopy()
    student._compiled = False
    try:
        return optimizer.compile(student, trainset=bed.train, **{**given, **own})
    except Exception as error:
        traceback.print_exc()
        bed.settle()  # a stop may reach an optimizer as an exception of its own
        raise BadOptimizer(f"{type(optimizer).__name__} gave up: {type(error).__name__}: {error}") from error


def _filled(value: Any, lms: dict[str, Any]) -> Any:
    """The value with every `"$lm:role"` replaced by that role's language model."""
    if isinstance(value, str) and value.startswith("$lm:"):
        role = value.removeprefix("$lm:")
        if role not in lms:
            raise BadOptimizer(f"there is no language model for the role {role}")
        return lms[role]
    if isinstance(value, dict):
        return {name: _filled(item, lms) for name, item in value.items()}
    return [_filled(item, lms) for item in value] if isinstance(value, list) else value


def _show_once(bed: Bed, program: Any, measure: Callable[[Any], float]) -> None:
    if bed.search.index_of(program) is None:
        bed.search.show(program, [0] if bed.search.shown else [], measure(program))


def _gepa_budget(optimizer: Any, bed: Bed) -> int:
    if optimizer.max_metric_calls is not None:
        return int(optimizer.max_metric_calls)
    if optimizer.max_full_evals is not None:
        return int(optimizer.max_full_evals * (len(bed.train) + len(bed.val)))
    sizes = {"light": 6, "medium": 12, "heavy": 18}
    return int(optimizer.auto_budget(len(bed.base.predictors()), sizes[optimizer.auto], len(bed.val)))
