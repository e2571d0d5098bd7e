"""COPRO: instructions proposed from earlier instructions and their scores alone."""

from typing import Any

import dspy

from .bed import Bed, beats, construct, mean_of, run, show_base


def copro(bed: Bed) -> None:
    """It learns from scores alone and has no val of its own, so it scores on val: what it selects by, Helix selects by."""
    own = {"metric": bed.metrics.for_scoring(), "track_stats": False}
    optimizer = construct(dspy.COPRO, bed, own, {"prompt_model": bed.lms.get("reflection")})
    bed.search.total = bed.settings.get("planned_runs")
    show_base(bed)

    def on_scores(program: Any, results: list[Any], _key: str | None) -> None:
        if bed.search.index_of(program) is None:
            score = mean_of(results, bed.failure_score)
            bed.search.proposals += 1
            bed.search.accepted += beats(score, bed.search.best_score())
            bed.search.show(program, [0], score)

    bed.watch.on_scores = on_scores
    asked = {"num_threads": bed.threads, "display_progress": False, "display_table": False}
    run(optimizer, bed, trainset=bed.val, eval_kwargs=asked)
