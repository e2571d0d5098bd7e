"""One limiter per model over all jobs: asks before each call, keeps the shares the host sends, says what it needs."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .guard import Guard
from .share import REASONS, Share, Wait

LOOK_EVERY_S = 0.05
#: Demand is the most that was wanted in this time; somebody who waited within it still counts as waiting.
DEMAND_S, WAITING_S = 2.0, 0.3
#: A longer pause than this is no pause but a refusal: the call's own retries end it.
LONGEST_HOLD_S = 300.0


class Turn:
    """A call that may begin: how long it had to wait, and afterwards the tokens it took."""

    def __init__(self, waited_s: float) -> None:
        self.waited_s = waited_s
        self.tokens: float | None = None

    def used(self, usage: dict[str, Any] | None) -> None:
        """Tokens as the answer says them; what it does not say stays as it was expected."""
        counts = [(usage or {}).get(name) for name in ("prompt_tokens", "completion_tokens")]
        self.tokens = sum(count or 0 for count in counts) if any(counts) else None


class Limiter:
    """The shares of a job's models. Made before anything is forked; a model without a limiter passes freely."""

    def __init__(self, lms: dict[str, Any] | None = None, guard: Guard | None = None, emit: Any = None) -> None:
        self._guard = guard
        self._emit: Callable[..., object] = emit or (lambda *_, **__: None)
        self._by_key: dict[str, Share] = {}
        self._by_role: dict[str, Share] = {}
        for role, lm in (lms or {}).items():
            if lm.get("limiter"):
                key, waits = lm["limiter"]["key"], lm["limiter"]["waits"]
                self._by_role[role] = self._by_key.setdefault(key, Share(key, waits))
        #: Of the threads of a process one at a time looks whether it may begin; the others wait their turn.
        self._turns = {key: threading.Lock() for key in self._by_key}
        if self._by_key:
            threading.Thread(target=self._watch, name="limiter", daemon=True).start()

    def take(self, line: bytes) -> None:
        """A line of the host: a new share of one model."""
        said = json.loads(line)
        share = self._by_key.get(said["key"])
        if share is None:
            return
        now = time.monotonic()
        limits = {name: _or_infinite(said[name]) for name in ("concurrency", "requests", "tokens")}
        share.change(said["line"], limits, now + said["valid_ms"] / 1000, now + said["held_ms"] / 1000, now)

    def hold(self, role: str, seconds: float) -> None:
        """The provider of this role's model asked for a pause, of everybody who uses it."""
        share = self._by_role.get(role)
        if share is not None:
            share.hold(time.monotonic() + min(seconds, LONGEST_HOLD_S))

    @contextmanager
    def turn(self, role: str, messages: Any) -> Iterator[Turn]:
        """Waits until a call of this role may begin, and counts it until it is over. Raises HelixAbort at a stop."""
        share = self._by_role.get(role)
        if share is None:
            yield Turn(0.0)
            return
        began = time.monotonic()
        expected = self._begin(share, len(str(messages)))
        turn = Turn(time.monotonic() - began)
        try:
            yield turn
        finally:
            share.end(expected, turn.tokens)

    def _begin(self, share: Share, prompt_chars: int) -> float:
        assert self._guard is not None
        share.arrive()
        try:
            with self._turns[share.key]:
                while True:
                    self._guard.check()
                    begun = share.begin(prompt_chars, time.monotonic())
                    if not isinstance(begun, Wait):
                        return begun
                    self._guard.tripped.wait(min(begun.seconds, LOOK_EVERY_S))
        except BaseException:
            share.give_up()
            raise

    def _watch(self) -> None:
        """Tells the host what each share is used for, whenever that changes, and of pauses the provider asked for."""
        reporters = [_Reporter(share, self._emit) for share in self._by_key.values()]
        while True:
            for reporter in reporters:
                reporter.look(time.monotonic())
            time.sleep(LOOK_EVERY_S)


class _Reporter:
    """What the host was told last of one share."""

    def __init__(self, share: Share, emit: Callable[..., object]) -> None:
        self._share = share
        self._emit = emit
        self._told: dict[str, Any] = {}
        self._asked = 0.0
        self._peaks: list[tuple[float, float]] = []

    def look(self, now: float) -> None:
        standing = self._share.standing(now)
        if standing["asked"] > self._asked and standing["asked"] > now:
            self._asked = standing["asked"]
            self._emit("throttled", key=self._share.key, seconds=round(self._asked - now, 3))
        report = self._report(standing, now)
        if report != self._told:
            self._told = report
            self._emit("limiter", key=self._share.key, **report)

    def _report(self, standing: dict[str, float], now: float) -> dict[str, Any]:
        """A model without limits is only watched for pauses: what it is used for concerns nobody."""
        is_waiting = standing["waiting"] > 0 and now - standing["waited_at"] < WAITING_S
        why = REASONS[int(standing["why"])] if is_waiting else None
        wanted = self._peak(standing["in_flight"] + standing["waiting"], now) if self._share.must_wait else 0
        using = standing["using"] if self._share.must_wait and standing["using"] != float("inf") else 0
        return {"line": int(standing["line"]), "using": int(using), "wanted": int(wanted), "why": why}

    def _peak(self, wanted: float, now: float) -> float:
        self._peaks = [(at, value) for at, value in self._peaks if now - at < DEMAND_S and value > wanted]
        self._peaks.append((now, wanted))
        return max(value for _, value in self._peaks)


def _or_infinite(value: float | None) -> float:
    return float("inf") if value is None else value
