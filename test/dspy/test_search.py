"""What a search shows: numbered candidates, the best of them, and no candidate that cannot be shown."""

import dspy
import pytest
from helix_dspy.guard import Guard, HelixAbort
from helix_dspy.search import Search
from helix_dspy.views import Origins
from helix_loader.programs import build_adapter

GUARD = {"max_usd": 1.0, "max_lm_calls": 100, "max_consecutive_errors": 15, "max_error_rate": 0.5}


def a_search(check=lambda state: None, emit=lambda kind, **fields: None):
    guard = Guard(**GUARD)
    return Search(emit, build_adapter("chat"), Origins([]), check, guard), guard


@pytest.mark.parametrize(
    ("scores", "best"),
    [([], None), ([None], None), ([0.5], 0), ([0.5, 0.7, 0.7], 1), ([None, 0.0], 1), ([0.7, None, 0.2], 0)],
)
def test_the_best_is_the_highest_val_score_and_of_equal_ones_the_earliest(scores, best):
    search, _ = a_search()

    for number, score in enumerate(scores):
        search.show(dspy.Predict("question -> answer", number=number), [], score)

    assert search.best() == best


def test_progress_is_said_at_most_twice_a_second_unless_a_candidate_appears():
    said = []
    search, _ = a_search(emit=lambda kind, **fields: said.append(kind))
    for _ in range(100):
        search.ran()
    search.show(dspy.Predict("question -> answer"), [], 1.0)

    assert said.count("progress") <= 3 and search.done == 100


@pytest.mark.parametrize("where", ["check", "emit"])
def test_a_candidate_that_cannot_be_shown_stops_the_job_though_callbacks_swallow_errors(where):
    def refuses(*words, **fields):
        raise ValueError("it holds what looks like a secret")

    search, guard = a_search(**{where: refuses})

    with pytest.raises(HelixAbort):
        search.show(dspy.Predict("question -> answer"), [], 1.0)
    assert guard.reason.message == "a candidate could not be reported: it holds what looks like a secret"
    assert search.best() is None
