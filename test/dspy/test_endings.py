"""Every way a job ends: the last line says which, the exit code agrees, and nothing but JSON comes out of fd 3."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from runs import EDIBLE, INEDIBLE, PROGRAM, Run, a_row, a_spec, an_lm, an_optimizer, write_rows, write_team

REFUSAL = (401, {}, {"error": {"message": "Incorrect API key provided: a-key-for-tests"}})


def test_an_evaluation_ends_ok_and_reports_every_row(tmp_path, lm, start):
    run = start(a_spec(tmp_path, "evaluate", lm.url))

    end = run.end()

    assert (end["status"], run.code) == ("ok", 0)
    scores = {event["id"]: event["score"] for event in run.of("example")}
    assert scores == {**{f"row-{thing}": 0.0 for thing in EDIBLE}, **{f"row-{thing}": 1.0 for thing in INEDIBLE}}
    one = run.of("example")[0]
    assert (
        one["lm"]["calls"] == 1
        and one["lm"]["usd"] > 0
        and one["latency_ms"] > 0
        and one["reported_model"] == "small-001"
    )
    assert end["totals"]["lm_calls"] == len(lm.requests) == 12
    assert end["totals"]["usd"] == pytest.approx(sum(event["lm"]["usd"] for event in run.of("example")))
    assert "user code prints" in run.log()


def test_a_given_prediction_is_only_scored_and_a_row_without_a_label_only_predicted(tmp_path, lm, start):
    rows = [
        a_row("apple", prediction={"verdict": "edible"}),
        a_row("brick", label=None),
        a_row("nail", inputs={"thing": []}),
    ]
    run = start(a_spec(tmp_path, "evaluate", lm.url, rows=write_rows(tmp_path / "few.jsonl", rows)))

    assert run.end()["status"] == "ok"

    by_id = {event["id"]: event for event in run.of("example")}
    assert (
        by_id["row-apple"]["score"] == 1.0
        and by_id["row-apple"]["latency_ms"] is None
        and by_id["row-apple"]["lm"]["calls"] == 0
    )
    assert (
        by_id["row-brick"]["score"] is None
        and by_id["row-brick"]["status"] == "ok"
        and by_id["row-brick"]["prediction"] == {"verdict": "inedible"}
    )
    assert (
        by_id["row-nail"]["status"] == "program_error"
        and "the input thing does not fit its type" in by_id["row-nail"]["error"]
    )
    assert len(lm.requests) == 1


def test_a_signal_lets_calls_in_flight_finish(tmp_path, lm, start):
    lm.gate.clear()
    run = start(a_spec(tmp_path, "evaluate", lm.url))
    lm.wait_for(4)

    run.process.send_signal(signal.SIGINT)
    run.wait_for("cancelling")
    lm.gate.set()
    end = run.end()

    assert (end["status"], end["reason"], run.code) == ("cancelled", "cancelled", 3)
    assert len(run.of("example")) == len(lm.requests) == 4


def test_a_signal_does_not_wait_for_a_language_model_that_hangs(tmp_path, lm, start):
    lm.gate.clear()
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("BootstrapRS", num_candidate_programs=1)))
    lm.wait_for(4)

    run.process.send_signal(signal.SIGTERM)
    end = run.end(10)

    assert (end["status"], run.code, run.of("cancelling")[0]["signal"]) == ("cancelled", 130, "SIGTERM")


def test_when_the_parent_goes_the_runner_goes(tmp_path, lm, start):
    lm.gate.clear()
    run = start(a_spec(tmp_path, "evaluate", lm.url))
    lm.wait_for(1)

    run.process.stdin.close()

    assert run.process.wait(10) == 137
    assert not run.of("job_end")


def test_the_time_limit_ends_a_job(tmp_path, lm, start):
    lm.gate.clear()
    run = start(a_spec(tmp_path, "evaluate", lm.url, timeout_s=0.3, heartbeat_s=0.1))

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", "timeout")
    assert run.of("heartbeat")


def test_at_the_limit_a_search_stops_and_the_best_so_far_is_named(tmp_path, lm, start):
    spec = a_spec(
        tmp_path, "compile", lm.url, optimizer=an_optimizer("GEPA", max_metric_calls=5000, skip_perfect_score=False)
    )
    spec["guard"]["max_usd"] = 0.012
    run = start(spec)

    end = run.end()

    assert (end["status"], end["reason"], run.code) == ("aborted", "max_usd", 3)
    scores = [event["val_score"] for event in run.of("candidate")]
    assert end["best"] == scores.index(max(scores)) > 0
    assert end["totals"]["usd"] == pytest.approx(0.012, rel=0.1)
    assert sum(len(event["entries"]) for event in run.of("journal")) == end["totals"]["lm_calls"]


@pytest.mark.parametrize(
    ("role", "model", "optimizer"),
    [
        ("task", "small", an_optimizer("BootstrapRS", num_candidate_programs=1)),
        ("task", "small", an_optimizer("GEPA", max_metric_calls=400)),
        ("reflection", "large", an_optimizer("GEPA", max_metric_calls=400)),
    ],
)
def test_a_dead_language_model_stops_a_search_under_its_role(tmp_path, lm, start, role, model, optimizer):
    lm.fault = lambda body, number: REFUSAL if body["model"] == model else None
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer))

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", f"lm_errors:{role}")
    assert "HTTP 401" in end["message"] and run.of("lm_error")[0]["role"] == role
    assert not any("a-key-for-tests" in line for line in run.lines)


def test_429_for_ever_is_waited_for_and_then_given_up(tmp_path, lm, start):
    lm.fault = lambda body, number: (429, {"retry-after": "0.05"}, {"error": {"message": "slow down"}})
    run = start(
        a_spec(
            tmp_path,
            "evaluate",
            lm.url,
            rows=write_rows(tmp_path / "many.jsonl", [a_row("oat", id=f"r{n}") for n in range(40)]),
        )
    )

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", "lm_errors:task")
    assert "HTTP 429: slow down" in end["message"]
    assert {event["status"] for event in run.of("example")} <= {"provider_error"}
    assert end["totals"]["lm_errors"] >= 4 * 15


def test_a_passing_trouble_is_retried(tmp_path, lm, start):
    lm.fault = lambda body, number: (503, {"retry-after": "0.01"}, "no JSON") if number in (1, 2, 5) else None
    run = start(a_spec(tmp_path, "evaluate", lm.url))

    end = run.end()

    assert {event["status"] for event in run.of("example")} == {"ok"}
    assert (end["totals"]["lm_calls"], end["totals"]["lm_errors"]) == (12, 3)


@pytest.mark.parametrize(
    ("reply", "status", "score"),
    [
        (None, "parse_error", 0.25),
        ((200, {}, "<html>"), "provider_error", None),
        ((400, {}, {"error": {"message": "too long", "code": "context_length_exceeded"}}), "program_error", 0.25),
    ],
    ids=["an answer without its fields", "a body that is no JSON", "a prompt that does not fit"],
)
def test_whose_failure_it_was(tmp_path, lm, start, reply, status, score):
    lm.answer = lambda body: "I would rather not say."
    lm.fault = lambda body, number: reply
    run = start(a_spec(tmp_path, "evaluate", lm.url, failure_score=0.25))

    assert run.end()["status"] == "ok"
    assert {(event["status"], event["score"]) for event in run.of("example")} == {(status, score)}


def test_a_search_over_a_program_that_only_fails_says_so(tmp_path, lm, start):
    lm.answer = lambda body: "garbage"
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("GEPA", max_metric_calls=400)))

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", "program_errors")
    assert "none of the first" in end["message"]


def test_a_metric_that_returns_nan_is_missing_in_an_evaluation_and_stops_a_search(tmp_path, lm, start):
    write_team(tmp_path / "root", metric='def score(example, pred, trace=None):\n    return float("nan")\n')
    run = start(a_spec(tmp_path, "evaluate", lm.url))
    assert run.end()["status"] == "ok"
    assert {(event["status"], event["score"], event["error"]) for event in run.of("example")} == {
        ("metric_error", None, "the metric returned nan")
    }

    search = start(a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("GEPA", max_metric_calls=400)))
    end = search.end()

    assert (end["status"], end["reason"]) == ("aborted", "metric_errors")
    assert "the metric returned nan" in end["message"]


RAISES = "def build():\n    return 1 / 0\n"
REFUSED = {
    "a program that raises on import": (
        {"program": "import nowhere_to_be_found\n"},
        {},
        "import",
        "team/program.py:1 raised ModuleNotFoundError: No module named 'nowhere_to_be_found'",
    ),
    "a program with a syntax error": (
        {"program": "def build(:\n"},
        {},
        "import",
        "team/program.py:1 raised SyntaxError: invalid syntax",
    ),
    "a program that raises when built": (
        {"program": RAISES},
        {},
        "import",
        "team/program.py:2 raised ZeroDivisionError: division by zero",
    ),
    "a builder that is not there": ({}, {"program": "team.program:make"}, "import", "team.program has no make"),
    "a builder of something else": (
        {"program": "def build():\n    return 'x'\n"},
        {},
        "import",
        "team.program:build returned str, not a dspy.Module",
    ),
    "a metric of the wrong kind": (
        {"metric": "def score(example):\n    return 1\n"},
        {},
        "program",
        "team.metric:score: the metric has to take 2, 3 or 5 arguments: "
        "example, prediction, trace, pred_name, pred_trace",
    ),
    "a program with its own language model": (
        {
            "program": PROGRAM
            + "\n\ndef build():\n    mine = Program()\n    mine.set_lm(dspy.LM('openai/other'))\n    return mine\n"
        },
        {},
        "program",
        "judge brings its own language model; remove it, the run chooses the model",
    ),
    "a declared file that is not there": (
        {},
        {"files": ["prompts"]},
        "program",
        "the declared file prompts does not exist under the program's root",
    ),
    "a state of another program": (
        {},
        {"state": {"helix": {"v": 1, "predictors": [{"name": "other", "fields": []}]}}},
        "program",
        "the state does not fit the program: it was written for the predictors other, the program has judge",
    ),
    "a spec that lacks a field": (
        {},
        {"seed": None},
        "spec",
        "the job spec cannot be used: "
        "the job spec is not as the contract has it at seed: None is not of type 'integer'",
    ),
    "a spec of an unknown kind": (
        {},
        {"kind": "guess"},
        "spec",
        "the job spec cannot be used: the job spec's kind is 'guess'; it has to be one of describe, evaluate, compile",
    ),
    "a row that is not as the contract has it": (
        {},
        {"rows": "bad.jsonl"},
        "rows",
        "line 1 of bad.jsonl is not as the contract has it: 'inputs' is a required property",
    ),
}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """All of them at once: each is mostly the start of a process."""
    folders = [tmp_path_factory.mktemp("refused") for _ in REFUSED]
    with ThreadPoolExecutor(3) as pool:
        ends = pool.map(lambda tmp, case: refusal(tmp, *case[:2]), folders, REFUSED.values())
        return dict(zip(REFUSED, ends, strict=True))


def refusal(tmp, files, changes):
    write_team(tmp / "root", **files)
    bad = {"id": "x", "label": None, "repetition": 0, "prediction": None}
    if "rows" in changes:
        changes = {"rows": write_rows(tmp / changes["rows"], [bad])}
    run = Run(tmp, {**a_spec(tmp, "describe", "http://127.0.0.1:1/v1"), **changes})
    try:
        return run.end(), run.code
    finally:
        run.stop()


def test_a_search_without_rows_is_refused(tmp_path, lm, start):
    optimizer = an_optimizer("LabeledFewShot", k=2)
    end = start(
        a_spec(tmp_path, "compile", lm.url, optimizer=optimizer, val=write_rows(tmp_path / "no.jsonl", []))
    ).end()

    assert (end["reason"], end["message"]) == ("rows", "a compile needs at least one train row and one val row")


def test_an_optimizer_that_gives_up_says_what_it_said(tmp_path, lm, start):
    optimizer = {**an_optimizer("BootstrapRS", num_candidate_programs=1), "compile": {"restrict": [7]}}
    end = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer)).end()

    assert (end["status"], end["reason"]) == ("failed", "optimizer")
    assert "BootstrapFewShotWithRandomSearch gave up: ValueError: `restrict` {7}" in end["message"]


def test_an_interrupted_search_is_cancelled_not_failed(tmp_path, lm, start):
    lm.gate.clear()
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("GEPA", max_metric_calls=100)))
    lm.wait_for(4)

    run.process.send_signal(signal.SIGINT)
    run.wait_for("cancelling")
    lm.gate.set()

    assert run.end()["status"] == "cancelled"


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_refused_in_one_sentence(refusals, case):
    end, code = refusals[case]

    assert (end["status"], end["reason"], end["message"], code) == ("failed", *REFUSED[case][2:], 1)


def test_a_spec_that_is_no_json_is_refused(tmp_path, start):
    assert start(None, text="{").end()["reason"] == "spec"


def test_a_key_that_is_not_there_is_refused_before_anything_is_called(tmp_path, lm, start):
    end = start(a_spec(tmp_path, "evaluate", lm.url), key=None).end()

    assert (end["reason"], lm.requests) == ("key", [])
    assert end["message"] == "the environment variable TEST_KEY, which should hold the key for openai/small, is not set"


@pytest.mark.parametrize(
    ("init", "words"),
    [
        ({"max_metric_calls": 10, "auto": "light"}, "GEPA does not take this configuration: Exactly one of"),
        ({"colour": "red", "auto": "light"}, "unexpected keyword argument 'colour'"),
        ({"auto": "light", "reflection_lm": "$lm:nobody"}, "there is no language model for the role nobody"),
        ({"auto": "light", "num_threads": 3}, "GEPA: Helix itself sets num_threads"),
    ],
)
def test_an_optimizer_configuration_that_cannot_be_is_refused(tmp_path, lm, start, init, words):
    end = start(a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("GEPA", **init))).end()

    assert (end["status"], end["reason"]) == ("failed", "optimizer")
    assert words in end["message"]


def test_an_unknown_provider_goes_through_litellm_and_its_errors_are_the_providers(tmp_path, lm, start):
    spec = a_spec(tmp_path, "evaluate", lm.url, lms={"task": an_lm(lm.url, model="hosted_vllm/small")})
    run = start(spec)

    assert run.end()["status"] == "ok"
    assert {event["status"] for event in run.of("example")} == {"ok"}
    assert all(request["model"] == "small" for request in lm.requests)


def test_no_key_is_written_to_any_file(tmp_path, lm, start):
    lm.answer = lambda body: "a-key-for-tests\n[[ ## verdict ## ]]\nedible"
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=an_optimizer("LabeledFewShot", k=2)))

    assert run.end()["status"] == "ok"
    written = [path for path in (tmp_path / "work").rglob("*") if path.is_file()]
    assert any(path.name == "journal.jsonl" for path in written)
    assert not [path for path in written if b"a-key-for-tests" in path.read_bytes()]
    assert not any("a-key-for-tests" in line for line in run.lines)


def test_the_json_adapter_is_used_where_the_release_has_it(tmp_path, lm, start):
    lm.answer = lambda body: '{"verdict": "edible"}'
    run = start(a_spec(tmp_path, "evaluate", lm.url, adapter="json"))

    assert run.end()["status"] == "ok"
    assert {event["status"] for event in run.of("example")} == {"ok"}
    assert {request["response_format"]["type"] for request in lm.requests} == {"json_object"}
