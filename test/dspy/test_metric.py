"""One user function, as our evaluation, the bootstrap family and GEPA call it."""

import dspy
import pytest
from helix_dspy.guard import Guard
from helix_dspy.metric import Metric, MetricFailed, read_verdict
from helix_dspy.search_metrics import SearchMetrics

GUARD = {"max_usd": 1.0, "max_lm_calls": 10, "max_consecutive_errors": 3, "max_error_rate": 0.5}
THIRD = 1 / 3


def two(example, pred):
    return pred.score


def three(example, pred, trace=None):
    return pred.score if trace is None else "a bootstrapping metric may answer anything else to GEPA"


def five(example, pred, trace=None, pred_name=None, pred_trace=None):
    return dspy.Prediction(score=pred.score, feedback=f"{pred_name} saw {trace}", objective_scores={"recall": 0.5})


def of(function):
    return SearchMetrics(Metric(function), Guard(**GUARD), 0.25)


def a_prediction(score):
    return dspy.Prediction(score=score)


@pytest.mark.parametrize(
    ("function", "score", "trace", "answer"),
    [
        (two, 0.3, None, 0.3),
        (two, 0.3, [], False),
        (two, 0.5, [], True),
        (two, True, [], True),
        (five, 0.3, [], False),
        (five, 0.9, None, 0.9),
        (two, float("nan"), None, 0.25),
        (two, float("nan"), [], False),
    ],
)
def test_the_bootstrap_family_gets_a_verdict_for_a_trace_and_a_number_otherwise(function, score, trace, answer):
    got = of(function).for_bootstrap(0.5)(None, a_prediction(score), trace)

    assert got == answer and type(got) is type(answer)


@pytest.mark.parametrize(
    ("function", "with_feedback", "answer"),
    [
        (two, True, {"score": THIRD, "feedback": None}),
        (three, True, {"score": THIRD, "feedback": None}),
        (five, True, {"score": THIRD, "feedback": "judge saw trace", "objective_scores": {"recall": 0.5}}),
    ],
)
def test_gepa_gets_score_and_feedback(function, with_feedback, answer):
    metric = of(function).for_gepa(with_feedback)

    assert metric(None, a_prediction(THIRD), "trace", "judge", "part").toDict() == answer


@pytest.mark.parametrize("function", [two, three, five])
def test_without_feedback_gepa_gets_the_score_alone(function):
    assert of(function).for_gepa(False)(None, a_prediction(THIRD), "trace", "judge", "part") == THIRD


def test_a_failing_metric_counts_as_the_failure_score_and_stops_the_search_when_it_keeps_failing():
    guard = Guard(**GUARD)
    metric = SearchMetrics(Metric(two), guard, 0.25).for_gepa(True)

    first = [metric(None, a_prediction(2.0)) for _ in range(14)]
    assert guard.reason is None
    metric(None, a_prediction(2.0))

    assert {item.score for item in first} == {0.25}
    assert guard.reason.word == "metric_errors"
    assert "which is not between 0 and 1" in guard.reason.message


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (float("nan"), "the metric returned nan"),
        (1.5, "the metric returned 1.5, which is not between 0 and 1"),
        (-0.1, "the metric returned -0.1, which is not between 0 and 1"),
        ("good", "the metric returned str, not a number, a bool or a dspy.Prediction"),
        ({"score": 1.0}, "the metric returned dict, not a number, a bool or a dspy.Prediction"),
        (None, "the metric returned NoneType, not a number, a bool or a dspy.Prediction"),
        (dspy.Prediction(feedback="x"), "the metric returned a dspy.Prediction without a score"),
        (dspy.Prediction(score="high"), "the metric's score is str, not a number, a bool or a dspy.Prediction"),
        (dspy.Prediction(score=1, objective_scores={"recall": float("inf")}), "the metric's recall is inf"),
    ],
)
def test_what_is_no_score_is_said_in_words(answer, problem):
    with pytest.raises(MetricFailed) as failed:
        read_verdict(answer)

    assert str(failed.value) == problem


def test_a_metric_that_raises_is_a_failed_metric():
    with pytest.raises(MetricFailed, match="the metric raised KeyError: 'verdict'"):
        Metric(lambda example, pred: {}["verdict"]).judge(None, None)


@pytest.mark.parametrize(("function", "arity"), [(two, 2), (three, 3), (five, 5), (lambda *values: 1, 5)])
def test_arity(function, arity):
    assert Metric(function).arity == arity
