import json
import math
import threading

import pytest
from fake_lm import knows_what_it_is_shown
from helix_dspy.guard import Guard, HelixAbort
from helix_dspy.limiter import Limiter
from helix_dspy.retry import retry_after
from helix_dspy.share import Share, Wait
from runs import EDIBLE, INEDIBLE, a_row, a_spec, an_lm, write_rows

FREE = {"concurrency": math.inf, "requests": math.inf, "tokens": math.inf}


def a_share(now: float = 100.0, valid_s: float = 1e6, **limits: float) -> Share:
    share = Share("m", must_wait=True)
    share.change(1, {**FREE, **limits}, now + valid_s, 0.0, now)
    return share


def begun(share: Share, now: float, chars: int = 40):
    share.arrive()
    answer = share.begin(chars, now)
    if isinstance(answer, Wait):
        share.give_up()
    return answer


def test_so_many_calls_at_once_and_the_next_when_one_is_over():
    share = a_share(concurrency=2)

    first, _, third = (begun(share, 100.0) for _ in range(3))
    share.end(first, None)

    assert third.why == "concurrency"
    assert not isinstance(begun(share, 100.0), Wait)


@pytest.mark.parametrize("per_minute", [1, 7, 60, 61, 600, 1500.5])
def test_a_rate_is_never_exceeded_in_any_minute_and_nearly_reached(per_minute):
    share = a_share(requests=per_minute)
    times, now = [], 100.0
    while now < 100.0 + 300:
        answer = begun(share, now)
        if isinstance(answer, Wait):
            now += max(answer.seconds, 1e-6)
        else:
            times.append(now)

    most = max(sum(at <= other < at + 60 for other in times) for at in times[:: max(1, len(times) // 200)])
    assert most <= math.ceil(per_minute)
    assert len(times) >= 0.95 * 5 * per_minute - 2


def test_tokens_are_booked_as_expected_and_settled_as_used():
    share = a_share(tokens=60_000)
    share.change(2, {**FREE, "tokens": 60_000}, 1e9, 0.0, 102.0)  # one second's worth has accrued

    first = begun(share, 102.0, chars=400)
    share.end(first, 10_000)

    assert first == 400 / 4 + 300
    wait = begun(share, 102.0)
    assert (wait.why, round(wait.seconds)) == ("tokens", 10)
    assert begun(share, 113.0) == 10_000  # what calls took so far is what the next is expected to take


def test_without_word_from_the_host_the_share_lapses_and_what_is_in_flight_still_counts():
    share = a_share(valid_s=4, concurrency=3)
    begun(share, 100.0)

    assert begun(share, 104.0).why == "no share"
    assert (share.standing(103.0)["using"], share.standing(104.0)["using"]) == (3, 1)


def test_a_pause_is_kept_whatever_share_comes_meanwhile():
    share = a_share(concurrency=3)
    share.hold(130.0)
    share.change(2, {**FREE, "concurrency": 3}, 1e9, 101.0, 101.0)

    assert begun(share, 102.0) == Wait(28.0, "asked")
    assert not isinstance(begun(share, 130.0), Wait)


def test_a_call_that_waits_ends_when_the_job_stops_and_leaves_nothing_behind():
    guard = Guard(1.0, 100, 5, 0.5)
    events = []
    limiter = Limiter({"task": {"limiter": {"key": "m", "waits": True}}}, guard, lambda *a, **k: events.append(k))
    ended = threading.Event()

    def call():
        with pytest.raises(HelixAbort), limiter.turn("task", "a prompt"):
            raise AssertionError("there is no share")
        ended.set()

    threading.Thread(target=call, daemon=True).start()
    guard.trip("cancelled", "the job was cancelled", "cancelled")

    assert ended.wait(5)
    assert limiter._by_key["m"].standing(0.0)["waiting"] == 0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("", None), (None, None)],
)
def test_retry_after_in_all_its_forms(header, seconds):
    assert retry_after(header) == seconds


@pytest.mark.parametrize("processes", [1, 2])
def test_a_runner_waits_for_its_share_keeps_it_over_its_processes_and_hands_on_a_pause(tmp_path, lm, start, processes):
    working, most, lock = [0], [0], threading.Lock()
    lm.fault = lambda body, number: (429, {"retry-after": "0.3"}, {"error": {"message": "busy"}}) if number == 3 else None

    def answer(body):
        with lock:
            working[0] += 1
            most[0] = max(most[0], working[0])
        lm.pause.wait(0.03)
        with lock:
            working[0] -= 1
        return knows_what_it_is_shown(body)

    lm.pause = threading.Event()
    lm.answer = answer
    rows = [a_row(thing, id=f"{thing}{n}", repetition=n) for n in range(2) for thing in EDIBLE + INEDIBLE]
    spec = a_spec(
        tmp_path,
        "evaluate",
        lm.url,
        lms={"task": an_lm(lm.url, limiter={"key": "m", "waits": True})},
        rows=write_rows(tmp_path / "many.jsonl", rows),
        threads=8,
        processes=processes,
    )
    run = start(spec)
    while run.wait_for("limiter", len(run.of("limiter")) + 1)["why"] != "no share":
        pass
    asked_without_a_share = len(lm.requests)

    share = {"key": "m", "line": 1, "concurrency": 2, "requests": None, "tokens": None}
    line = json.dumps({**share, "valid_ms": 60_000, "held_ms": 0})
    run.process.stdin.write(f"{line}\n".encode())
    run.process.stdin.flush()
    end = run.end()

    assert (end["status"], asked_without_a_share, most[0]) == ("ok", 0, 2)
    assert len(run.of("example")) == 24
    assert 0 < run.of("throttled")[0]["seconds"] <= 0.3
    assert {(event["line"], event["using"]) for event in run.of("limiter")} >= {(0, 0), (1, 2)}
