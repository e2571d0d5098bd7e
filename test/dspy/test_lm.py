"""Helix's language model: one request with and without litellm, one answer per key, errors by whose fault it was."""

import dspy
import httpx
import pytest
from helix_dspy.guard import Guard, HelixAbort
from helix_dspy.journal import Journal, read_journal
from helix_dspy.lm import Desk, HelixLM
from helix_dspy.record import SETTING, CallRecord
from helix_dspy.retry import pause_before_retry
from runs import an_lm

MESSAGES = [{"role": "system", "content": "Say it."}, {"role": "user", "content": "[[ ## thing ## ]]\noat – ünïcode"}]
LIMITS = {"max_usd": 1.0, "max_lm_calls": 100, "max_consecutive_errors": 3, "max_error_rate": 0.5}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_KEY", "a-key-for-tests")
    monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    with httpx.Client() as client:
        journal = Journal(tmp_path / "journal.jsonl", [], str, lambda entries: None)
        yield Desk(Guard(**LIMITS), journal, client, lambda *words: None)


@pytest.mark.parametrize(
    "arguments",
    [
        {"temperature": 0.0},
        {"temperature": 0.7, "max_tokens": 100, "n": 2, "stop": ["x"]},
        {"top_p": 0.5, "seed": 7, "presence_penalty": 0.1, "frequency_penalty": 0.1},
        {"response_format": {"type": "json_object"}, "rollout_id": 3},
    ],
)
def test_the_direct_path_sends_what_litellm_would(lm, desk, arguments):
    model = HelixLM("task", an_lm(lm.url, params={}), desk)

    direct = model._once(MESSAGES, {**model.kwargs, **arguments})
    through = model._through_litellm(MESSAGES, {**model.kwargs, **arguments}, {"x-helix-rollout": "3"})

    assert lm.requests[0] == lm.requests[1]
    assert direct["choices"][0]["message"]["content"] == through["choices"][0]["message"]["content"]
    assert {key: through["usage"][key] for key in direct["usage"]} == direct["usage"]
    assert [headers["authorization"] for headers in lm.headers] == ["Bearer a-key-for-tests"] * 2
    assert lm.headers[1]["x-helix-rollout"] == "3" and lm.headers[0].get("x-helix-rollout") == (
        "3" if "rollout_id" in arguments else None
    )


@pytest.mark.parametrize(
    ("change", "is_new"),
    [
        ({}, False),
        ({"timeout": 5}, False),
        ({"api_key": "another"}, False),
        ({"rollout_id": 1}, True),
        ({"temperature": 0.5}, True),
        ({"messages": [{"role": "user", "content": "[[ ## thing ## ]]\nfig"}]}, True),
    ],
)
def test_the_key_of_an_answer_covers_what_can_change_it(lm, desk, change, is_new):
    model = HelixLM("task", an_lm(lm.url), desk)
    model.forward(messages=MESSAGES)

    again = model.forward(**{"messages": MESSAGES, **change})

    assert len(lm.requests) == 1 + is_new
    assert again.cache_hit is not is_new and (dict(again.usage) == {}) is not is_new


def test_the_same_model_name_at_another_endpoint_is_another_answer(lm, desk):
    HelixLM("task", an_lm(lm.url, endpoint="${ONE}"), desk).forward(messages=MESSAGES)
    HelixLM("task", an_lm(lm.url, endpoint="${OTHER}"), desk).forward(messages=MESSAGES)

    assert len(lm.requests) == 2


def test_a_hit_costs_nothing_and_is_counted_apart(lm, desk):
    model = HelixLM("task", an_lm(lm.url), desk)
    model(messages=MESSAGES)
    spent = desk.guard.totals()
    model(messages=MESSAGES)

    assert desk.guard.totals() == {**spent, "cache_hits": 1}
    assert spent["usd"] == pytest.approx((spent["prompt_tokens"] * 1.0 + spent["completion_tokens"] * 2.0) / 1e6)


def test_an_answer_that_does_not_say_its_tokens_has_an_unknown_cost(lm, desk):
    lm.fault = lambda body, number: (200, {}, {"choices": [{"message": {"content": "hello"}}]})
    record = CallRecord()

    with dspy.context(**{SETTING: record}):
        assert HelixLM("task", an_lm(lm.url), desk)(messages=MESSAGES) == ["hello"]

    assert (record.costs()["usd"], desk.guard.totals()["usd"]) == (None, None)


def test_a_repetition_asks_for_another_rollout(lm, desk):
    model = HelixLM("task", an_lm(lm.url), desk)
    for repetition in (0, 2):
        with dspy.context(**{SETTING: CallRecord(repetition=repetition)}):
            model.forward(messages=MESSAGES)

    assert [headers.get("x-helix-rollout") for headers in lm.headers] == [None, "2"]


def test_its_state_reads_as_that_of_a_plain_language_model(lm, desk):
    state = HelixLM("task", an_lm(lm.url), desk).dump_state()

    assert state["_dspy_lm_class"] == "dspy.clients.lm.LM" and "a-key-for-tests" not in str(state)


@pytest.mark.parametrize(
    ("status", "code", "kind", "tries"),
    [
        (401, None, dspy.LMAuthError, 1),
        (404, None, dspy.LMUnsupportedModelError, 1),
        (400, "context_length_exceeded", dspy.ContextWindowExceededError, 1),
        (400, None, dspy.LMInvalidRequestError, 1),
        (429, None, dspy.LMRateLimitError, 4),
        (429, "insufficient_quota", dspy.LMBillingError, 1),
        (500, None, dspy.LMServerError, 4),
    ],
)
def test_what_a_status_means_and_whether_it_is_tried_again(lm, desk, status, code, kind, tries):
    lm.fault = lambda body, number: (status, {"retry-after": "0"}, {"error": {"message": "no", "code": code}})

    with pytest.raises(kind) as failed:
        HelixLM("task", an_lm(lm.url), desk).forward(messages=MESSAGES)

    assert (failed.value.status, len(lm.requests)) == (status, tries)


def test_an_account_without_money_is_not_asked_again_through_litellm_either(lm, desk):
    lm.fault = lambda body, number: (429, {}, {"error": {"message": "no", "code": "insufficient_quota"}})
    model = HelixLM("task", an_lm(lm.url, params={"logprobs": True}), desk)

    with pytest.raises(dspy.LMBillingError) as failed:
        model.forward(messages=MESSAGES)

    assert (failed.value.status, len(lm.requests)) == (429, 1)


def test_a_row_counts_429s_and_timeouts_apart_from_other_failed_tries(lm, desk, monkeypatch):
    monkeypatch.setattr("helix_dspy.retry.FIRST_PAUSE_S", 0.0)
    answers = iter([429, 500, 408])
    lm.fault = lambda body, number: ((status, {"retry-after": "0"}, {}) if (status := next(answers, None)) else None)
    record = CallRecord()

    with dspy.context(**{SETTING: record}):
        HelixLM("task", an_lm(lm.url), desk).forward(messages=MESSAGES)

    found = record.costs()
    assert [found[name] for name in ("calls", "errors", "rate_limited", "timeouts")] == [1, 3, 1, 1]


def test_a_failed_try_and_the_pause_after_it_are_no_latency_of_the_program(lm, desk):
    lm.fault = lambda body, number: (429, {"retry-after": "0.2"}, {}) if number == 1 else None
    record = CallRecord()

    with dspy.context(**{SETTING: record}):
        HelixLM("task", an_lm(lm.url), desk).forward(messages=MESSAGES)

    assert record.waited_s >= 0.2


def test_nobody_at_the_endpoint_is_a_transport_error(desk, monkeypatch):
    monkeypatch.setattr("helix_dspy.retry.FIRST_PAUSE_S", 0.0)

    with pytest.raises(dspy.LMTransportError):
        HelixLM("task", an_lm("http://127.0.0.1:1/v1"), desk).forward(messages=MESSAGES)


@pytest.mark.parametrize(
    ("asked", "tries", "pause"), [(None, 0, 0.25), (None, 2, 1.0), (2.0, 0, 2.0), (0.0, 3, 0.0), (3600.0, 0, 60.0)]
)
def test_a_retry_waits_as_long_as_it_is_asked_to(asked, tries, pause):
    assert pause_before_retry(dspy.LMRateLimitError("no", retry_after=asked), tries) == pause


class TestGuard:
    def test_the_first_reason_wins(self):
        guard = Guard(**LIMITS)
        guard.trip("timeout", "late")
        guard.trip("cancelled", "stopped", "cancelled")

        assert (guard.reason.word, guard.reason.status) == ("timeout", "aborted")
        with pytest.raises(HelixAbort):
            guard.check()

    def test_errors_in_a_row_are_counted_by_role(self):
        guard = Guard(**LIMITS)
        for _ in range(2):
            fail(guard, "reflection")
            fail(guard, "task")
            answer(guard, "task")
        assert guard.reason is None
        fail(guard, "reflection")

        assert guard.reason.word == "lm_errors:reflection"

    def test_a_high_share_of_errors_stops_a_role_after_twenty_calls(self):
        guard = Guard(**{**LIMITS, "max_consecutive_errors": 100})
        for _ in range(9):
            answer(guard, "task")
            fail(guard, "task")
        fail(guard, "task")
        assert guard.reason is None
        fail(guard, "task")

        assert guard.reason.word == "lm_errors:task" and "11 of 20 calls" in guard.reason.message

    def test_a_try_that_will_be_repeated_breaks_nothing(self):
        guard = Guard(**LIMITS)
        for _ in range(50):
            fail(guard, "task", final=False)

        assert guard.reason is None and guard.totals()["lm_errors"] == 50

    def test_dollars_are_reserved_so_that_calls_at_once_do_not_overshoot(self):
        guard = Guard(**LIMITS)
        answer(guard, "task", usd=0.4)
        guard.before_call("task")

        with pytest.raises(HelixAbort):
            guard.before_call("task")
        assert guard.reason.word == "max_usd" and guard.totals()["usd"] == 0.4

    def test_calls_are_limited_also_those_in_flight(self):
        guard = Guard(**{**LIMITS, "max_lm_calls": 2})
        answer(guard, "task")
        guard.before_call("task")

        with pytest.raises(HelixAbort):
            guard.before_call("task")
        assert guard.reason.word == "max_lm_calls"

    def test_a_free_model_is_never_too_dear(self):
        guard = Guard(**{**LIMITS, "max_usd": 0.0})
        for _ in range(5):
            answer(guard, "task", usd=0.0)

        assert guard.reason is None


def answer(guard, role, usd=0.0):
    guard.answered(role, guard.before_call(role), {"prompt_tokens": 1, "completion_tokens": 1}, usd)


def fail(guard, role, final=True):
    guard.failed(role, guard.before_call(role), "no", final)


def test_a_torn_line_in_a_journal_is_left_out_and_does_not_swallow_the_next(tmp_path):
    path = tmp_path / "journal.jsonl"
    path.write_text('{"key": "a", "role": "task", "answer": {"x": 1}, "usd": 0.1}\n{"key": "b", "ans')
    sent = []

    journal = Journal(path, [path], str, sent.extend)
    journal.add("c", "task", {"x": 3}, None)
    journal.flush()

    assert (journal.find("a"), journal.find("b")) == ({"x": 1}, None)
    assert [entry["key"] for entry in read_journal(path)] == ["a", "c"]
    assert [entry["key"] for entry in sent] == ["c"]
