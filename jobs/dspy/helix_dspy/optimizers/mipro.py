"""MIPROv2: instructions proposed by a model and demo sets, combined by Bayesian search over minibatches of val."""

from typing import Any

import dspy

from .bed import NO_LIMIT, Bed, beats, construct, mean_of, run, show_measured

#: Above so many val rows `auto` looks at a sample of them [dspy teleprompt/mipro_optimizer_v2.py, AUTO_RUN_SETTINGS].
SAMPLED = {"light": 100, "medium": 300, "heavy": 1000}


def miprov2(bed: Bed) -> None:
    """A minibatch score is no val score: a program shown by one gets its score when it is evaluated in full."""
    own = {
        "metric": bed.metrics.for_bootstrap(bed.threshold),
        "num_threads": bed.threads,
        "max_errors": NO_LIMIT,
    }
    defaults = {"prompt_model": bed.lms.get("reflection"), "seed": bed.seed}
    optimizer = construct(dspy.MIPROv2, bed, own, defaults)
    is_sampled = len(bed.val) > SAMPLED.get(optimizer.auto or "", NO_LIMIT)
    bed.search.total = bed.settings.get("planned_runs")
    bed.watch.on_scores = _Trials(bed).take
    result = run(optimizer, bed, valset=bed.val)
    if is_sampled:
        _settle_on_all_rows(bed, result)
    else:
        show_measured(bed, result)


class _Trials:
    """Programs as MIPROv2 evaluates them; the default program comes first, in full."""

    def __init__(self, bed: Bed) -> None:
        self._bed = bed

    def take(self, program: Any, results: list[Any], key: str | None) -> None:
        search = self._bed.search
        score = mean_of(results, self._bed.failure_score) if key != "eval_minibatch" and results else None
        index = search.index_of(program)
        if index is None or not search.is_measured(index):
            search.accepted += beats(score, search.best_score())
        if index is None:
            search.proposals += bool(search.shown)
            search.show(program, [0] if search.shown else [], score)
        elif score is not None and not search.is_measured(index):
            search.revise(index, program, score)


def _settle_on_all_rows(bed: Bed, result: Any) -> None:
    """Scores on a sample rank the search; base and winner are measured on every val row, and only they can be best."""
    measured = []
    for program in (bed.base, result):
        index = bed.search.index_of(program)
        score = bed.measure(program)
        if index is None:
            index = bed.search.show(program, [0], score)
        else:
            bed.search.revise(index, program, score)
        measured.append(index)
    bed.search.only(measured)
