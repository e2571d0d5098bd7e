"""The kill switch and the purse: counts every LM call by role, stops the job once there is a reason; the first wins."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


class HelixAbort(BaseException):
    """Passes every `except Exception` in DSPy and gepa, also out of worker threads."""


@dataclass
class Reason:
    """Why a job stops: a machine word and a sentence for a person; `status` as `job_end` has it."""

    word: str
    message: str
    status: str = "aborted"


@dataclass
class _Role:
    answers: int = 0
    failures: int = 0
    in_a_row: int = 0
    usd: float = 0.0


@dataclass
class Guard:
    """Limits of one attempt. Dollars are reserved before a call, by what this role's calls cost so far."""

    max_usd: float
    max_lm_calls: int
    max_consecutive_errors: int
    max_error_rate: float
    reason: Reason | None = None
    tripped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._roles: dict[str, _Role] = {}
        self._count: Counter[str] = Counter()
        self._usd = 0.0
        self._usd_known = True
        self._reserved = 0.0
        self._in_flight = 0

    def trip(self, word: str, message: str, status: str = "aborted") -> None:
        """Stops the job; a later reason changes nothing."""
        with self._changed:
            self._trip(Reason(word, message, status))

    def check(self) -> None:
        """Raises HelixAbort once there is a reason to stop."""
        if self.reason is not None:
            raise HelixAbort(self.reason.word)

    def pause(self, seconds: float) -> None:
        """Waits, but not longer than until the job stops."""
        self.tripped.wait(seconds)
        self.check()

    def before_call(self, role: str) -> float:
        """Reserves and answers the dollars a call will probably cost. Raises HelixAbort at a limit."""
        with self._changed:
            known = self._roles.setdefault(role, _Role())
            expected = known.usd / known.answers if known.answers else 0.0
            if self._usd + self._reserved + expected > self.max_usd:
                self._trip(Reason("max_usd", f"the limit of {_dollars(self.max_usd)} is reached ({_dollars(self._usd)} spent)"))
            if self._count["lm_calls"] + self._in_flight >= self.max_lm_calls:
                self._trip(Reason("max_lm_calls", f"the limit of {self.max_lm_calls} language model calls is reached"))
            self.check()
            self._reserved += expected
            self._in_flight += 1
            return expected

    def answered(self, role: str, reserved: float, usage: dict[str, int], usd: float | None) -> None:
        """Books a finished call: tokens and dollars (None when unknown)."""
        with self._changed:
            known = self._roles[role]
            known.answers, known.in_a_row = known.answers + 1, 0
            known.usd += usd or 0.0
            self._usd += usd or 0.0
            self._usd_known = self._usd_known and usd is not None
            self._count.update(lm_calls=1, **usage)
            self._settle(reserved)
            if self._usd > self.max_usd:
                self._trip(Reason("max_usd", f"the limit of {_dollars(self.max_usd)} is reached ({_dollars(self._usd)} spent)"))

    def failed(self, role: str, reserved: float, error: str, final: bool) -> None:
        """Books a failed try; only a call given up (`final`) counts towards the role's breaker."""
        with self._changed:
            known = self._roles[role]
            self._count["lm_errors"] += 1
            self._settle(reserved)
            if not final:
                return
            known.failures, known.in_a_row = known.failures + 1, known.in_a_row + 1
            calls = known.failures + known.answers
            if known.in_a_row >= self.max_consecutive_errors:
                self._dead(role, f"{known.in_a_row} calls in a row", error)
            elif calls >= 20 and known.failures / calls > self.max_error_rate:
                self._dead(role, f"{known.failures} of {calls} calls", error)

    def hit(self) -> None:
        """Books an answer that came from the journal and cost nothing."""
        with self._changed:
            self._count["cache_hits"] += 1

    def idle(self, timeout: float) -> bool:
        """Waits until no call is in flight; False when the time was too short."""
        with self._changed:
            return self._changed.wait_for(lambda: self._in_flight == 0, timeout)

    def totals(self) -> dict[str, Any]:
        """Counts of this attempt as the contract has them; `usd` is null when a call's cost is unknown."""
        with self._changed:
            names = ("lm_calls", "cache_hits", "lm_errors", "prompt_tokens", "completion_tokens")
            return {**{name: self._count[name] for name in names}, "usd": self._usd if self._usd_known else None}

    def _dead(self, role: str, how_many: str, error: str) -> None:
        words = f"the {role} language model failed {how_many}; the last error: {error}"
        self._trip(Reason(f"lm_errors:{role}", words))

    def _settle(self, reserved: float) -> None:
        self._reserved -= reserved
        self._in_flight -= 1
        self._changed.notify_all()

    def _trip(self, reason: Reason) -> None:
        self.reason = self.reason or reason
        self.tripped.set()


def _dollars(usd: float) -> str:
    """Cents, or as many digits as a smaller amount needs."""
    return f"${usd:.2f}" if usd >= 1 or usd == 0 else f"${usd:.2g}"
