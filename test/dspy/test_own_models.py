"""Language models that a team's code makes or borrows are metered, priced and capped like the run's."""

import pytest
from runs import METRIC, PROGRAM, a_spec, an_lm, an_optimizer, write_team

JUDGE = '''
import dspy

judge = dspy.LM("openai/judge", temperature=0.0)


def score(example, pred, trace=None):
    if pred.get("verdict") is None:
        return 0.0
    said = judge("Is this right? " + example.thing)[0]
    return float(pred.verdict == example.verdict and bool(said))
'''

BORROWER = '''
import dspy


def score(example, pred):
    if pred.get("verdict") is None:
        return 0.0
    return float(bool(dspy.settings.lm("Right?")) and pred.verdict == example.verdict)
'''

PROGRAM_WITH_ITS_OWN = PROGRAM.replace(
    "return self.judge(thing=thing)",
    'with dspy.context(lm=dspy.LM("openai/judge")):\n            return self.judge(thing=thing)',
)


def priced(url, **changes):
    """The spec's models, with one that the team's code may call."""
    judge = an_lm(url, model="openai/judge", params={}, price={"input": 1000.0, "output": 1000.0})
    return {"task": an_lm(url), "reflection": an_lm(url, model="openai/large"), "own:judge": {**judge, **changes}}


def asked(lm):
    return [request["model"] for request in lm.requests]


@pytest.mark.parametrize("metric", [JUDGE, BORROWER], ids=["one of its own", "the program's"])
def test_the_calls_of_a_metric_are_counted_and_paid_for_and_are_no_cost_of_the_row(tmp_path, lm, start, metric):
    write_team(tmp_path / "root", metric=metric)
    run = start(a_spec(tmp_path, "evaluate", lm.url, lms=priced(lm.url), guard=a_guard(max_usd=50.0)))

    end = run.end()

    assert end["status"] == "ok"
    assert {event["lm"]["calls"] for event in run.of("example")} == {1}
    assert end["totals"]["lm_calls"] == 24 == len(lm.requests)
    assert {event["scoring"]["calls"] for event in run.of("example")} == {1}
    rows = sum(event["lm"]["usd"] + event["scoring"]["usd"] for event in run.of("example"))
    assert end["totals"]["usd"] == pytest.approx(rows)
    assert asked(lm).count("judge") == (12 if metric == JUDGE else 0)


def test_a_judge_cannot_spend_more_than_the_run_may(tmp_path, lm, start):
    write_team(tmp_path / "root", metric=JUDGE)
    run = start(a_spec(tmp_path, "evaluate", lm.url, lms=priced(lm.url), guard=a_guard(max_usd=0.05), threads=1))

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", "max_usd")
    assert asked(lm).count("judge") < 12


@pytest.mark.parametrize(
    ("program", "metric", "who"), [(PROGRAM, JUDGE, "metric"), (PROGRAM_WITH_ITS_OWN, METRIC, "program")]
)
def test_a_model_without_a_price_is_refused_before_its_first_call(tmp_path, lm, start, program, metric, who):
    write_team(tmp_path / "root", program=program, metric=metric)
    run = start(a_spec(tmp_path, "evaluate", lm.url))

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", "no_price")
    assert end["message"].startswith(f"the {who} makes a language model of its own, openai/judge, which helix.yaml gives")
    assert "judge" not in asked(lm)


def test_a_judge_at_another_address_than_helix_yaml_names_is_refused(tmp_path, lm, start):
    metric = JUDGE.replace('"openai/judge",', '"openai/judge", api_base="http://127.0.0.1:9/v1",')
    write_team(tmp_path / "root", metric=metric)
    run = start(a_spec(tmp_path, "evaluate", lm.url, lms=priced(lm.url)))

    assert "openai/judge at http://127.0.0.1:9/v1" in run.end()["message"]


def test_a_program_that_brings_a_model_is_measured_with_it(tmp_path, lm, start):
    write_team(tmp_path / "root", program=PROGRAM_WITH_ITS_OWN)
    run = start(a_spec(tmp_path, "evaluate", lm.url, lms=priced(lm.url), guard=a_guard(max_usd=50.0)))

    assert run.end()["status"] == "ok"
    assert set(asked(lm)) == {"judge"}
    assert all(event["lm"]["usd"] > 0 for event in run.of("example"))


def test_a_search_replays_what_the_metric_asked(tmp_path, lm, start):
    write_team(tmp_path / "root", metric=JUDGE)
    spec = a_spec(tmp_path, "compile", lm.url, lms=priced(lm.url), guard=a_guard(max_usd=50.0))
    run = start({**spec, "optimizer": an_optimizer("LabeledFewShot", k=2)})

    assert run.end()["status"] == "ok"
    entries = [entry for event in run.of("journal") for entry in event["entries"]]
    assert len({entry["key"] for entry in entries}) == len(entries) == len(lm.requests)
    assert asked(lm).count("judge") <= 12


@pytest.mark.parametrize(
    ("metric", "asks", "own"),
    [(JUDGE, True, True), (BORROWER, True, False)],
    ids=["a judge of its own", "the program's model"],
)
def test_a_description_says_whether_scoring_costs(tmp_path, lm, start, metric, asks, own):
    write_team(tmp_path / "root", metric=metric)
    run = start(a_spec(tmp_path, "describe", lm.url, lms=priced(lm.url), guard=a_guard(max_usd=50.0)))

    assert run.end()["status"] == "ok"
    told = run.of("described")[0]
    assert (told["metric"]["asks_lm"], told["own_models"]) == (asks, own)
    assert told["metric"]["problems"] == []


def a_guard(**changes):
    return {"max_usd": 5.0, "max_lm_calls": 10000, "max_consecutive_errors": 15, "max_error_rate": 0.5, **changes}
