"""SIMBA: rules and demos from the difference between good and bad runs of the same example."""

import dspy

from .bed import Bed, construct, run, show_base, show_measured


def simba(bed: Bed) -> None:
    """SIMBA shows its programs at its end and scores them on train; base and winner are measured on val here."""
    own = {"metric": bed.metrics.for_scoring(), "num_threads": bed.threads}
    optimizer = construct(dspy.SIMBA, bed, own, {"prompt_model": bed.lms.get("reflection")})
    bed.search.total = bed.settings.get("planned_runs")
    show_base(bed)
    with bed.watch.counting_all_runs():
        result = run(optimizer, bed)
    for found in getattr(result, "candidate_programs", []):
        for predictor in found["program"].predictors():
            predictor.lm = None
        if bed.search.index_of(found["program"]) is None:
            bed.search.proposals += 1
            bed.search.show(found["program"], [0], None)
    show_measured(bed, result)
    bed.search.accepted = int(bed.search.best() != 0)
    bed.search.progress(force=True)
