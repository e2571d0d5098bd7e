"""Each optimizer on a small program: what it finds, how it says so, and that a killed search resumes where it was."""

import json
import os
import re
import signal

import pytest
from fake_lm import asked_fields, knows_what_it_is_shown
from runs import EDIBLE, PROGRAM, a_row, a_spec, an_optimizer, write_rows, write_team

GEPA = an_optimizer("GEPA", max_metric_calls=120)
BOOTSTRAP = an_optimizer("BootstrapRS", max_bootstrapped_demos=2, max_labeled_demos=6, num_candidate_programs=2)
MIPRO = {
    **an_optimizer("MIPROv2", auto=None, num_candidates=4, max_bootstrapped_demos=2, max_labeled_demos=2),
    "compile": {"num_trials": 4, "minibatch": True, "minibatch_size": 6, "minibatch_full_eval_steps": 2},
}
SIMBA = {**an_optimizer("SIMBA", bsize=6, num_candidates=3, max_steps=2, max_demos=2), "compile": {"seed": 0}}
COPRO = an_optimizer("COPRO", breadth=3, depth=2, init_temperature=1.4)


def best_of(run):
    return run.of("candidate")[run.events[-1]["best"]]


def hashes(run):
    return [event["state_hash"] for event in run.of("candidate")]


def test_labeled_few_shot_measures_base_and_result_on_val(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("LabeledFewShot", k=6)))

    assert run.end()["status"] == "ok"

    base, result = run.of("candidate")
    assert (base["index"], base["parents"], base["val_score"]) == (0, [], 0.5)
    assert (result["index"], result["parents"]) == (1, [0]) and result["val_score"] > 0.5
    assert run.events[-1]["best"] == 1
    demos = result["predictors"][0]["demos"]
    assert {demo["source"] for demo in demos} == {f"row-{demo['fields']['thing']}" for demo in demos}
    assert not any(demo["augmented"] for demo in demos)
    assert run.of("progress")[-1]["done"] == run.of("progress")[-1]["total"] == len(lm.requests) == 24


def test_random_search_shows_every_program_it_measures_and_where_its_demos_came_from(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=BOOTSTRAP))

    assert run.end()["status"] == "ok"

    assert run.of("candidate")[0]["predictors"][0]["demos"] == [] and run.of("candidate")[0]["val_score"] == 0.5
    assert len(set(hashes(run))) == len(hashes(run)) > 3
    augmented = [demo for event in run.of("candidate") for demo in event["predictors"][0]["demos"] if demo["augmented"]]
    assert augmented and all(demo["source"] == f"row-{demo['fields']['thing']}" for demo in augmented)
    assert best_of(run)["val_score"] == max(event["val_score"] for event in run.of("candidate"))


def test_no_trace_below_the_threshold_becomes_a_demo(tmp_path, lm, start):
    lm.answer = lambda body: "[[ ## verdict ## ]]\ninedible"
    things = write_rows(tmp_path / "edible.jsonl", [a_row(thing) for thing in EDIBLE])
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=BOOTSTRAP, train=things))

    assert run.end()["status"] == "ok"
    assert not [demo for event in run.of("candidate") for demo in event["predictors"][0]["demos"] if demo["augmented"]]


def test_gepa_learns_from_feedback_and_says_which_candidate_came_from_which(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=GEPA))

    assert run.end()["status"] == "ok"

    candidates = run.of("candidate")
    assert candidates[0]["parents"] == [] and all(max(event["parents"]) < event["index"] for event in candidates[1:])
    assert best_of(run)["val_score"] == 1.0 > candidates[0]["val_score"]
    assert "lentil is edible" in best_of(run)["predictors"][0]["instructions"]
    last = run.of("progress")[-1]
    assert last["proposals"] >= last["accepted"] == len(candidates) - 1 and last["best"] == 1.0 and last["total"] == 120
    assert {request["model"] for request in lm.requests} == {"small", "large"}


def test_without_feedback_gepa_has_nothing_to_learn_from(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer={**GEPA, "feedback": False}))

    assert run.end()["status"] == "ok"
    assert best_of(run)["val_score"] == 0.5
    assert not any("wrong: " in message["content"] for request in lm.requests for message in request["messages"])


def test_gepa_is_told_why_people_rejected_earlier_candidates(tmp_path, lm, start):
    reasons = ["far too long", "it invents\n```\nrules"]
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer={**GEPA, "rejections": reasons}))

    assert run.end()["status"] == "ok"

    asked = {model: [text_of(request) for request in lm.requests if request["model"] == model] for model in MODELS}
    assert asked["large"] and all(
        text.endswith("respect them:\n- far too long\n- it invents rules") for text in asked["large"]
    )
    assert not any("far too long" in text for text in asked["small"])


MODELS = ("small", "large")


def text_of(request):
    return request["messages"][-1]["content"]


def test_an_answer_that_parses_in_part_keeps_its_row(tmp_path, lm, start):
    program = PROGRAM_WITH_TWO_OUTPUTS
    write_team(tmp_path / "root", program=program)
    lm.answer = lambda body: (
        "```\nSay it.\n```" if len(body["messages"]) == 1 else "[[ ## verdict ## ]]\nedible" + partly(body)
    )
    optimizer = an_optimizer("GEPA", max_metric_calls=60, add_format_failure_as_feedback=True)
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer))

    assert run.end()["status"] == "ok"
    reflections = [request["messages"][0]["content"] for request in lm.requests if len(request["messages"]) == 1]
    assert reflections and any("Your output failed to parse" in text for text in reflections)
    assert "unsupported operand" not in run.log()


PROGRAM_WITH_TWO_OUTPUTS = """
import dspy


def build():
    return dspy.Predict("thing -> verdict, reason")
"""


def partly(body):
    """The second field, for every other thing."""
    return (
        ""
        if "brick" in body["messages"][-1]["content"] or "apple" in body["messages"][-1]["content"]
        else "\n[[ ## reason ## ]]\nso"
    )


def test_bootstrapped_demos_are_measured_on_val_beside_the_base(tmp_path, lm, start):
    optimizer = an_optimizer("BootstrapFewShot", max_bootstrapped_demos=2, max_labeled_demos=6, max_rounds=1)
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer))

    assert run.end()["status"] == "ok"

    base, result = run.of("candidate")
    demos = result["predictors"][0]["demos"]
    assert (base["val_score"], result["parents"]) == (0.5, [0]) and result["val_score"] > 0.5
    assert 0 < sum(demo["augmented"] for demo in demos) <= 2 and all(demo["source"] for demo in demos)
    assert run.of("progress")[-1]["done"] >= 2 * 12


def test_miprov2_calls_no_minibatch_score_a_val_score(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=MIPRO))

    assert run.end()["status"] == "ok"

    shown = run.of("candidate")
    assert (shown[0]["index"], shown[0]["parents"], shown[0]["val_score"]) == (0, [], 0.5)
    first = {event["index"]: event for event in reversed(shown)}
    last = {event["index"]: event for event in shown}
    assert any(event["val_score"] is None for event in first.values())
    best = last[run.events[-1]["best"]]
    assert best["val_score"] == max(event["val_score"] for event in last.values() if event["val_score"] is not None)
    assert first[best["index"]]["state_hash"] == best["state_hash"]
    assert {request["model"] for request in lm.requests} == {"small", "large"}
    assert tallies(run)[0] >= tallies(run)[1] == len(records(run)) > 0


def records(run):
    """Scores that were better than all before them, the base's left out."""
    scores = [event["val_score"] for event in run.of("candidate") if event["val_score"] is not None]
    return [score for n, score in enumerate(scores) if n > 0 and score > max(scores[:n])]


def tallies(run):
    """What the search says of its proposals at its end: how many, and how many of them were accepted."""
    last = run.of("progress")[-1]
    return last["proposals"], last["accepted"]


def lucky_on_odd_rollouts(body):
    """What SIMBA learns from: the same question answered well and badly."""
    thing = re.findall(r"\[\[ ## thing ## \]\]\n(\w+)", body["messages"][-1]["content"])
    if "verdict" in asked_fields(body["messages"][-1]["content"]) and int(body["rollout"] or 0) % 2:
        return f"[[ ## verdict ## ]]\n{'edible' if thing[-1] in EDIBLE else 'inedible'}\n\n[[ ## completed ## ]]"
    return knows_what_it_is_shown(body)


def test_simba_has_its_winner_measured_on_val(tmp_path, lm, start):
    lm.answer = lucky_on_odd_rollouts
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=SIMBA))

    assert run.end()["status"] == "ok"

    shown = run.of("candidate")
    measured = [event for event in shown if event["val_score"] is not None]
    assert (shown[0]["val_score"], measured[-1]["index"]) == (0.5, run.events[-1]["best"])
    assert measured[-1]["val_score"] > 0.5 and len(shown) > 2
    assert tallies(run) == (len(set(hashes(run))) - 1, 1)


def test_copro_scores_every_proposal_on_val(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=COPRO))

    assert run.end()["status"] == "ok", run.log()

    shown = run.of("candidate")
    assert shown[0]["val_score"] == 0.5 and all(event["val_score"] is not None for event in shown)
    assert len({event["predictors"][0]["instructions"] for event in shown}) == len(shown) >= 4
    assert tallies(run) == (len(shown) - 1, len(records(run)))
    asked = [request for request in lm.requests if request["model"] == "large"]
    assert [request["n"] for request in asked] == [2, 3] and {request["temperature"] for request in asked} == {1.4}


def test_a_program_that_was_compiled_before_can_be_compiled_again(tmp_path, lm, start):
    optimizer = an_optimizer("BootstrapFewShot", max_bootstrapped_demos=2, max_labeled_demos=2, max_rounds=1)
    program = PROGRAM.replace("return Program()", "program = Program()\n    program._compiled = True\n    return program")
    write_team(tmp_path / "root", program=program)
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer))

    assert run.end()["status"] == "ok" and len(run.of("candidate")) == 2


@pytest.mark.parametrize("optimizer", [GEPA, BOOTSTRAP, MIPRO, SIMBA, COPRO], ids=lambda each: each["name"])
def test_a_killed_search_replays_what_it_paid_for_and_ends_in_the_same_place(tmp_path, lm, start, optimizer):
    spec = a_spec(tmp_path, "compile", lm.url, optimizer=optimizer)
    whole = start(spec)
    whole.end()
    calls = len(lm.requests)
    (tmp_path / "work" / "journal.jsonl").unlink()

    lm.requests.clear()
    lm.fault = lambda body, number: lm.gate.clear() if number == calls // 2 else None  # from here on, nothing answers
    killed = start(spec)
    lm.wait_for(calls // 2)
    os.killpg(killed.process.pid, signal.SIGKILL)
    killed.process.wait()
    in_flight = len(lm.requests)
    earlier = tmp_path / "earlier.jsonl"
    (tmp_path / "work" / "journal.jsonl").rename(earlier)
    paid = len(earlier.read_text().splitlines())
    with earlier.open("a") as file:
        file.write('{"key": "torn')

    lm.fault = lambda body, number: None
    lm.gate.set()
    resumed = start({**spec, "journal": str(earlier)})
    end = resumed.end()

    assert (end["status"], hashes(resumed)) == ("ok", hashes(whole))
    assert best_of(resumed)["val_score"] == best_of(whole)["val_score"]
    assert end["totals"]["lm_calls"] == calls - paid and end["totals"]["cache_hits"] > 0
    assert in_flight - paid <= spec["threads"]
    assert end["totals"]["usd"] < whole.events[-1]["totals"]["usd"]


def test_the_journal_on_the_event_channel_is_enough_to_resume_on_another_host(tmp_path, lm, start):
    spec = a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("LabeledFewShot", k=2))
    first = start(spec)
    first.end()
    entries = [entry for event in first.of("journal") for entry in event["entries"]]
    carried = tmp_path / "carried.jsonl"
    carried.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries))
    (tmp_path / "work" / "journal.jsonl").unlink()

    again = start({**spec, "journal": str(carried)})
    end = again.end()

    assert end["totals"]["lm_calls"] == 0 and end["totals"]["cache_hits"] == len(entries) == len(lm.requests)
    assert (end["totals"]["usd"], hashes(again)) == (0.0, hashes(first))


def test_a_candidate_is_evaluated_with_the_state_that_was_shown(tmp_path, lm, start):
    search = start(a_spec(tmp_path, "compile", lm.url, optimizer=GEPA))
    search.end()
    found = best_of(search)
    lm.requests.clear()

    run = start(a_spec(tmp_path, "evaluate", lm.url, state=found["state"]))

    assert run.end()["status"] == "ok"
    assert run.of("job_start")[0]["state_hash"] == found["state_hash"]
    assert [event["score"] for event in run.of("example")] == [1.0] * 12
    assert len(lm.requests) == 12  # an evaluation measures: it never replays


def test_a_description_says_what_the_program_is_and_whether_its_metric_can_be_trusted(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "describe", lm.url))

    assert run.end()["status"] == "ok"

    told = run.of("described")[0]
    assert told["predictors"][0] == {
        "name": "judge",
        "module": "Predict",
        "instructions": "Say whether the thing is edible.",
        "demos": [],
        "fields": [
            {"name": "thing", "io": "input", "type": "str", "desc": "${thing}"},
            {"name": "verdict", "io": "output", "type": "Literal['edible', 'inedible']", "desc": "${verdict}"},
        ],
    }
    assert told["output_schemas"] == {"verdict": {"enum": ["edible", "inedible"], "type": "string"}}
    assert told["input_schemas"] == {"thing": {"type": "string"}} and told["packages"]["dspy"] == "3.3.1"
    assert told["metric"] == {
        "arity": 5,
        "gold_scores": [1.0] * 5,
        "empty_score": 0.0,
        "deterministic": True,
        "noise": 0.0,
        "asks_lm": False,
        "problems": [],
    }
    assert told["own_models"] is False
    assert lm.requests == []


PROBLEMS = {
    "a constant": (
        "def score(example, pred):\n    return 0.4\n",
        "The label of row-apple, given as its own prediction, scores 0.4; about 1 is expected.",
    ),
    "a lookup that may fail": (
        "def score(example, pred):\n    return pred.verdict == example.verdict\n",
        "Given an empty prediction, the metric raised AttributeError: 'Prediction' object has no attribute 'verdict'.",
    ),
    "a percentage": (
        "def score(example, pred):\n    return 100\n",
        "Given its own label (row-apple), the metric returned 100, which is not between 0 and 1.",
    ),
    "a metric that likes everything": (
        "def score(example, pred):\n    return 1\n",
        "An empty prediction scores 1, no less than a label does.",
    ),
}


@pytest.mark.parametrize("case", PROBLEMS)
def test_a_metric_that_cannot_be_trusted_is_described_in_words(case):
    import dspy
    from helix_dspy.describe import try_metric
    from helix_dspy.metric import Metric
    from helix_dspy.rows import Types

    source, problem = PROBLEMS[case]
    names: dict = {}
    exec(source, names)
    rows = [a_row("apple"), a_row("brick"), a_row("fig", label=None)]

    told = try_metric(Metric(names["score"]), rows, Types(dspy.Predict("thing -> verdict")), ["thing"])

    assert problem in told["problems"]
    assert len(told["gold_scores"]) == 2
