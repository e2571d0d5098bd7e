"""An evaluation in several processes is one job: the same rows, exact limits, one end."""

import os
import signal
import time
from collections import Counter

import pytest
from runs import EDIBLE, INEDIBLE, PROGRAM, a_row, a_spec, write_rows, write_team

#: Says in its feedback which process it ran in.
METRIC = """
import os

import dspy


def score(example, pred, trace=None):
    return dspy.Prediction(score=float(pred.verdict == example.verdict), feedback=str(os.getpid()))
"""


@pytest.fixture
def forked(tmp_path, lm, start):
    """Starts an evaluation of so many rows in two processes."""
    write_team(tmp_path / "root", metric=METRIC)

    def begin(count=60, processes=2, **changes):
        things = EDIBLE + INEDIBLE
        rows = [a_row(things[number % 12], id=f"row-{number}") for number in range(count)]
        path = write_rows(tmp_path / "numbered.jsonl", rows)
        return start(a_spec(tmp_path, "evaluate", lm.url, rows=path, processes=processes, **changes))

    return begin


def processes_of(run):
    return {int(event["feedback"]) for event in run.of("example")}


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return open(f"/proc/{pid}/stat").read().split()[2] == "Z"  # noqa: SIM115


def wait_until(holds, seconds):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_every_row_is_done_once_and_counted_once(lm, forked):
    run = forked(60)

    end = run.end()

    assert end["status"] == "ok"
    assert Counter(event["id"] for event in run.of("example")) == {f"row-{number}": 1 for number in range(60)}
    assert {event["score"] for event in run.of("example")} == {0.0, 1.0}
    assert len(processes_of(run)) == 2 and run.process.pid not in processes_of(run)
    assert end["totals"]["lm_calls"] == len(lm.requests) == 60
    assert end["totals"]["usd"] == pytest.approx(sum(event["lm"]["usd"] for event in run.of("example")))
    assert {event["concurrency"] for event in run.of("example")} == {4}


def test_calls_are_limited_over_all_processes_together(tmp_path, lm, forked):
    spec = a_spec(tmp_path, "evaluate", lm.url)
    run = forked(60, guard={**spec["guard"], "max_lm_calls": 25})

    end = run.end()

    assert (end["status"], end["reason"], run.code) == ("aborted", "max_lm_calls", 3)
    assert len(lm.requests) == len(run.of("example")) == end["totals"]["lm_calls"] == 25


def test_dollars_are_limited_over_all_processes_together(tmp_path, lm, forked):
    spec = a_spec(tmp_path, "evaluate", lm.url)
    run = forked(200, guard={**spec["guard"], "max_usd": 0.01})

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", "max_usd")
    # What is in flight may end: four calls at most, of which each is dearer than expected by a few tokens.
    assert 0.0095 <= end["totals"]["usd"] <= 0.0101
    assert len(run.of("example")) == len(lm.requests)


def test_a_dead_language_model_is_seen_over_all_processes(lm, forked):
    lm.fault = lambda body, number: (401, {}, {"error": {"message": "no"}})
    run = forked(200)

    end = run.end()

    assert (end["status"], end["reason"]) == ("aborted", "lm_errors:task")
    assert 15 <= len(lm.requests) <= 18


def test_a_cancel_reaches_processes_that_wait_for_a_language_model_that_hangs(lm, forked):
    lm.gate.clear()
    run = forked(60)
    lm.wait_for(4)

    began = time.monotonic()
    os.killpg(run.process.pid, signal.SIGTERM)  # as the host does
    end = run.end(10)

    assert time.monotonic() - began < 2
    assert (end["status"], run.code) == ("cancelled", 130)
    assert [event["signal"] for event in run.of("cancelling")] == ["SIGTERM"]


def test_a_cancel_lets_calls_in_flight_finish_and_reports_them(lm, forked):
    lm.gate.clear()
    run = forked(60)
    lm.wait_for(4)

    os.killpg(run.process.pid, signal.SIGTERM)
    run.wait_for("cancelling")
    lm.gate.set()
    end = run.end()

    assert (end["status"], run.code) == ("cancelled", 3)
    assert len(run.of("example")) == len(lm.requests) == 4


@pytest.mark.parametrize("how", ["its line is closed", "it is killed"])
def test_when_the_parent_goes_its_children_go(lm, forked, how):
    run = forked(60)
    run.wait_for("example", 20)
    lm.gate.clear()
    wait_until(lambda: len(processes_of(run)) == 2, 10)
    children = processes_of(run)

    run.process.stdin.close() if how == "its line is closed" else run.process.kill()
    run.process.wait(10)

    wait_until(lambda: all(map(is_gone, children)), 10)
    assert not run.of("job_end")


def test_a_process_that_is_killed_takes_the_job_with_it(lm, forked):
    run = forked(60)
    run.wait_for("example", 20)
    lm.gate.clear()
    wait_until(lambda: len(processes_of(run)) == 2, 10)
    one, other = processes_of(run)

    os.kill(one, signal.SIGKILL)

    assert run.process.wait(10) == 128 + signal.SIGKILL
    wait_until(lambda: is_gone(other), 10)
    assert not run.of("job_end")


THREADS = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True, name='poller').start()\n"
SOCKETS = "import socket\nheld = socket.create_server(('127.0.0.1', 0))\n"


@pytest.mark.parametrize("code", [THREADS, SOCKETS], ids=["threads", "connections"])
def test_a_program_whose_threads_or_connections_would_be_lost_stays_in_one_process(tmp_path, lm, forked, code):
    write_team(tmp_path / "root", program=code + PROGRAM, metric=METRIC)
    run = forked(12)

    assert run.end()["status"] == "ok"
    assert processes_of(run) == {run.process.pid}


def test_children_draw_different_random_numbers(tmp_path, lm, forked):
    draw = "import os, random\n\n\ndef score(example, pred):\n    import dspy\n    dice = f'{random.random()}'\n"
    write_team(tmp_path / "root", metric=f"{draw}    return dspy.Prediction(score=1.0, feedback=dice)\n")
    run = forked(40)

    assert run.end()["status"] == "ok"
    assert len({event["feedback"] for event in run.of("example")}) == 40
