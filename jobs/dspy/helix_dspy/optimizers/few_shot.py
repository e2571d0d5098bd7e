"""Demos from labelled rows and from the program's own good traces: LabeledFewShot, BootstrapFewShot, BootstrapRS."""

from typing import Any

import dspy

from .bed import NO_LIMIT, Bed, construct, mean_of, run, show_base, show_measured


def labeled_few_shot(bed: Bed) -> None:
    """Demos drawn from the labelled rows; base and result are measured here: the optimizer measures nothing."""
    optimizer = construct(dspy.LabeledFewShot, bed, {})
    bed.search.total = 2 * len(bed.val)
    show_base(bed)
    show_measured(bed, run(optimizer, bed))


def bootstrap_few_shot(bed: Bed) -> None:
    """Demos from traces that pass the threshold, filled up with labelled rows; measured here like LabeledFewShot."""
    own = {"metric": bed.metrics.for_bootstrap(bed.threshold), "max_errors": NO_LIMIT}
    optimizer = construct(dspy.BootstrapFewShot, bed, own)
    bed.search.total = 2 * len(bed.val) + min(len(bed.train), optimizer.max_bootstrapped_demos) * optimizer.max_rounds
    show_base(bed)
    with bed.watch.counting_all_runs():
        result = run(optimizer, bed)
    show_measured(bed, result)


def bootstrap_rs(bed: Bed) -> None:
    """Random search over bootstrapped and labelled demos; every program it evaluates on val is a candidate."""
    own = {
        "metric": bed.metrics.for_bootstrap(bed.threshold),
        "num_threads": bed.threads,
        "max_errors": NO_LIMIT,
    }
    optimizer = construct(dspy.BootstrapFewShotWithRandomSearch, bed, own)
    bed.search.total = (optimizer.num_candidate_sets + 3) * len(bed.val)
    if any(predictor.demos for predictor in bed.base.predictors()):  # its zero-shot start is another program then
        bed.search.total += len(bed.val)
        show_base(bed)

    def on_scores(program: Any, results: list[Any], _key: str | None) -> None:
        if bed.search.index_of(program) is None:
            bed.search.show(program, [0] if bed.search.shown else [], mean_of(results, bed.failure_score))

    bed.watch.on_scores = on_scores
    run(optimizer, bed, valset=bed.val)
