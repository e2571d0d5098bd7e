"""Helix's language model: metered, guarded, journaled. Everything else about it is `dspy.LM`."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import dspy
import httpx
from helix_loader.canonical import digest_of
from helix_loader.hashes import prompt_digest
from helix_loader.plain import plain

from .answer import answer_of
from .caller import booked_as
from .direct import complete, fits
from .guard import Guard
from .journal import Journal
from .limiter import Limiter
from .record import CallRecord, current_record
from .retry import TRIES, asked_pause, pause_before_retry, without_money

#: Never part of a request's key: secrets, and what does not change an answer.
_NOT_IN_KEY = frozenset({"api_key", "api_base", "base_url", "headers", "extra_headers", "timeout", "cache"})


@dataclass(frozen=True)
class Desk:
    """What every language model of a job shares."""

    guard: Guard
    journal: Journal | None
    client: httpx.Client
    report_error: Callable[[str, str, int | None, str], object]
    limiter: Limiter = field(default_factory=Limiter)


class MissingKey(Exception):
    """The environment has no API key where the spec says it is; the message names the variable."""


def api_key(spec: dict[str, Any]) -> str | None:
    """The key from the environment variable the spec names. Raises MissingKey."""
    name = spec["api_key_env"]
    if name is not None and not os.environ.get(name):
        raise MissingKey(f"the environment variable {name}, which should hold the key for {spec['model']}, is not set")
    return os.environ[name] if name is not None else None


class HelixLM(dspy.LM):
    """One role's language model. DSPy's cache is off; the journal, where there is one, is the only cache."""

    forward_contract = "legacy"

    def __init__(self, role: str, spec: dict[str, Any], desk: Desk) -> None:
        where = {"api_base": spec["api_base"]} if spec["api_base"] else {}
        super().__init__(
            spec["model"], cache=False, num_retries=0, timeout=spec["timeout_s"], **where, **spec["params"]
        )
        self.role = role
        self.spec = spec
        self.desk = desk

    def dump_state(self) -> dict[str, Any]:
        """As a plain `dspy.LM`, so that other processes can read a state that carries it."""
        return {**super().dump_state(), "_dspy_lm_class": "dspy.clients.lm.LM"}

    def forward(self, prompt: str | None = None, messages: list[dict[str, Any]] | None = None, **kwargs: Any) -> Any:
        """One call: from the journal, else the provider with bounded retries. Raises dspy.LMError or HelixAbort."""
        messages = messages or [{"role": "user", "content": prompt}]
        merged = {name: value for name, value in {**self.kwargs, **kwargs}.items() if value is not None}
        record = current_record()
        merged.setdefault("rollout_id", record.repetition if record and record.repetition else None)
        self.desk.guard.check()
        if self.desk.journal is None:
            return answer_of(self.model, self._ask(messages, merged, record)[0], False)
        return self._journaled(self.desk.journal, messages, merged, record)

    async def aforward(self, prompt: str | None = None, messages: Any = None, **kwargs: Any) -> Any:
        """The same call from asynchronous programs."""
        import asyncio

        return await asyncio.to_thread(self.forward, prompt, messages, **kwargs)

    def _journaled(self, journal: Journal, messages: Any, merged: dict[str, Any], record: CallRecord | None) -> Any:
        key = self._key(messages, merged)
        with journal.key_lock(key):
            found = journal.find(key)
            if found is not None:
                self.desk.guard.hit()
                return answer_of(self.model, found, True)
            body, usd = self._ask(messages, merged, record)
            journal.add(key, self.role, body, usd)
        return answer_of(self.model, body, False)

    def _key(self, messages: Any, merged: dict[str, Any]) -> str:
        asked = {name: _plain_argument(value) for name, value in merged.items() if name not in _NOT_IN_KEY}
        return digest_of(
            {"model": self.model, "endpoint": self.spec["endpoint"], "messages": plain(messages), "asked": asked}
        )

    def _ask(
        self, messages: Any, merged: dict[str, Any], record: CallRecord | None
    ) -> tuple[dict[str, Any], float | None]:
        """Response body and dollars, after as many tries as a passing trouble deserves."""
        for left in reversed(range(TRIES)):
            with self.desk.limiter.turn(self.role, messages) as turn:
                if record is not None:
                    record.waited(turn.waited_s)
                began = time.perf_counter()
                answer = self._try(messages, merged, record, left)
                if not isinstance(answer, float):
                    turn.used(answer[0].get("usage"))
                    return answer
            self.desk.guard.pause(answer)
            if record is not None:
                record.waited(time.perf_counter() - began)
        raise AssertionError("unreachable: the last try returns or raises")

    def _try(
        self, messages: Any, merged: dict[str, Any], record: CallRecord | None, left: int
    ) -> tuple[dict[str, Any], float | None] | float:
        """One request: body and dollars, or the seconds to wait before the next of the tries that are left."""
        payer = booked_as(self.role)
        reserved = self.desk.guard.before_call(payer)
        try:
            body = self._once(messages, merged)
        except dspy.LMError as error:
            pause = float(pause_before_retry(error, TRIES - 1 - left)) if left and dspy.is_retryable_lm_error(error) else None
            asked = asked_pause(error)
            if asked is not None:
                self.desk.limiter.hold(self.role, asked)
            self._failed(error, reserved, record, final=pause is None)
            if pause is None:
                raise
            return pause
        except BaseException as error:
            self.desk.guard.failed(payer, reserved, str(error), final=True)
            raise
        return body, self._book(body, messages, reserved, record)

    def _once(self, messages: Any, merged: dict[str, Any]) -> dict[str, Any]:
        rollout = merged.get("rollout_id")
        headers = {} if rollout is None else {"x-helix-rollout": str(rollout)}
        not_sent = {"api_base", "timeout", "rollout_id", "cache"}
        asked = {name: value for name, value in merged.items() if name not in not_sent}
        if fits(self.model, self.spec["api_base"], asked):
            body = {"model": self.model.removeprefix("openai/"), "messages": messages, **asked}
            url = f"{self.spec['api_base'].rstrip('/')}/chat/completions"
            return complete(
                self.desk.client, url, api_key(self.spec), self.model, body, headers, self.spec["timeout_s"]
            )
        return self._through_litellm(messages, merged, headers)

    def _through_litellm(self, messages: Any, merged: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
        extra = {**merged.get("extra_headers", {}), **headers}
        arguments = {**merged, "api_key": api_key(self.spec) or "none", "max_retries": 0, "cache": False}
        try:
            response = super().forward(messages=messages, **arguments, **({"extra_headers": extra} if extra else {}))
        except dspy.LMRateLimitError as error:
            raise without_money(error) from error.__cause__
        return plain(response.model_dump(mode="json"))

    def _book(self, body: dict[str, Any], messages: Any, reserved: float, record: CallRecord | None) -> float | None:
        usage, usd = self._cost(body)
        self.desk.guard.answered(booked_as(self.role), reserved, usage, usd)
        if record is not None:
            answer = body["choices"][0].get("message", {}).get("content")
            record.answered(prompt_digest(messages), answer, usage, usd, body.get("model"))
        return usd

    def _failed(self, error: dspy.LMError, reserved: float, record: CallRecord | None, final: bool) -> None:
        self.desk.guard.failed(booked_as(self.role), reserved, error.message, final)
        if record is not None:
            record.failed(error)
        if final:
            self.desk.report_error(booked_as(self.role), self.model, error.status, error.message)

    def _cost(self, body: dict[str, Any]) -> tuple[dict[str, int], float | None]:
        """Tokens, and dollars by the spec's price per million; None when the answer does not say its tokens."""
        usage = body.get("usage") or {}
        tokens = {name: int(usage.get(name) or 0) for name in ("prompt_tokens", "completion_tokens")}
        price = self.spec["price"]
        usd = (tokens["prompt_tokens"] * price["input"] + tokens["completion_tokens"] * price["output"]) / 1e6
        is_known = bool(usage) or not (price["input"] or price["output"])
        return tokens, usd if is_known else None


def _plain_argument(value: Any) -> Any:
    """Arguments as JSON; a response format given as a pydantic class by its schema."""
    return (
        value.model_json_schema() if isinstance(value, type) and hasattr(value, "model_json_schema") else plain(value)
    )
