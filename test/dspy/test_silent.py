"""What DSPy's optimizers swallow, Helix says: a search that learned nothing ends with a reason, or with its failures counted."""

import pytest
from fake_lm import is_reflection, knows_what_it_is_shown
from runs import METRIC, PROGRAM, a_spec, an_optimizer, write_team

GEPA = an_optimizer("GEPA", max_metric_calls=60)
MIPRO = {
    **an_optimizer("MIPROv2", auto=None, num_candidates=3, max_bootstrapped_demos=1, max_labeled_demos=1),
    "compile": {"num_trials": 6, "minibatch": False},
}
SIMBA = {**an_optimizer("SIMBA", bsize=6, num_candidates=2, max_steps=2, max_demos=1), "compile": {"seed": 0}}
COPRO = an_optimizer("COPRO", breadth=3, depth=1)

DEAD = (401, {}, {"error": {"message": "no such key"}})
RAISES = PROGRAM.replace('print("user code prints")', 'raise KeyError("thing")')


def dead(model, after=0):
    """The model answers nothing any more after so many calls of all models."""
    return lambda body, number: DEAD if body["model"] == model and number > after else None


@pytest.mark.parametrize(
    ("optimizer", "fault", "program", "reason"),
    [
        (MIPRO, dead("small", after=30), PROGRAM, "lm_errors:task"),
        (SIMBA, dead("small", after=15), PROGRAM, "lm_errors:task"),
        (COPRO, dead("small", after=12), PROGRAM, "lm_errors:task"),
        (SIMBA, dead("none"), RAISES, "program_errors"),
    ],
    ids=[
        "MIPROv2 whose model dies in mid-search",
        "SIMBA whose model dies in mid-search",
        "COPRO whose model dies in mid-search",
        "SIMBA on a program that always raises",
    ],
)
def test_a_search_that_cannot_learn_stops_and_says_why(tmp_path, lm, start, optimizer, fault, program, reason):
    write_team(tmp_path / "root", program=program)
    lm.fault = fault
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer))

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", reason), run.log()
    assert end["message"]


@pytest.mark.parametrize("optimizer", [MIPRO, COPRO], ids=lambda each: each["name"])
def test_a_dead_model_that_should_propose_is_no_success(tmp_path, lm, start, optimizer):
    lm.fault = dead("large")
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer))

    end = run.end()

    assert end["status"] != "ok" or {event["role"] for event in run.of("lm_error")} == {"reflection"}
    assert run.of("lm_error"), run.log()


def without_closing_fence(body):
    return "Say what it is.\n- fig is edible" if is_reflection(body) else knows_what_it_is_shown(body)


FAILS_ON_NAILS = METRIC.replace("    right =", '    if example.thing == "nail":\n        raise ValueError("?")\n    right =')
NO_BRICKS = PROGRAM.replace('print("user code prints")', 'assert thing != "brick"')


@pytest.mark.parametrize(
    ("program", "metric", "answer", "counts"),
    [
        (PROGRAM, METRIC, knows_what_it_is_shown, (False, False, False)),
        (NO_BRICKS, FAILS_ON_NAILS, without_closing_fence, (True, True, True)),
    ],
    ids=["nothing", "a reply without its fence, a metric that fails on some, a program that fails on some"],
)
def test_what_failed_inside_a_search_is_counted(tmp_path, lm, start, program, metric, answer, counts):
    write_team(tmp_path / "root", program=program, metric=metric)
    lm.answer = answer
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=GEPA))

    assert run.end()["status"] == "ok", run.log()

    (told,) = run.of("searched")
    assert tuple(told[name] > 0 for name in ("unfenced", "metric_failures", "program_failures")) == counts
    assert told["program_runs"] >= 60 and told["metric_calls"] > 0
