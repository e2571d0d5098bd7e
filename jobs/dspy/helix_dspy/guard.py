"""The kill switch and the purse: counts every LM call by role, stops the job once there is a reason; the first wins."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .book import Book

COUNTS = ("lm_calls", "cache_hits", "lm_errors", "prompt_tokens", "completion_tokens")
#: Where a role is booked that nobody knew of before the processes were forked.
OTHER = "other"


class HelixAbort(BaseException):
    """Passes every `except Exception` in DSPy and gepa, also out of worker threads."""


@dataclass
class Reason:
    """Why a job stops: a machine word and a sentence for a person; `status` as `job_end` has it."""

    word: str
    message: str
    status: str = "aborted"


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
        self._book = Book([*COUNTS, "usd", "unknown_usd", "reserved", "in_flight", "stopped"])
        self._first: dict[str, Reason] = {}
        self._report: Callable[[Reason], object] = lambda reason: None

    def share(self, roles: Iterable[str]) -> None:
        """Before a fork: limits hold over all processes together, to the call and the cent. Raises OSError."""
        for role in (*roles, OTHER):
            self._open(role)
        self._book.share()

    def become_child(self, report: Callable[[Reason], object]) -> None:
        """After a fork, in the child: a reason found here goes to the parent, and the parent's stops this process."""
        self.tripped = threading.Event()  # the parent's may have been held at the fork
        self._report = report

    @property
    def is_stopped(self) -> bool:
        """Whether a process of this job has a reason to stop."""
        return self._book["stopped"] > 0

    def trip(self, word: str, message: str, status: str = "aborted") -> None:
        """Stops the job; a later reason changes nothing."""
        self._trip(Reason(word, message, status))

    def check(self) -> None:
        """Raises HelixAbort once there is a reason to stop."""
        if self.reason is not None:
            raise HelixAbort(self.reason.word)
        if self.is_stopped:
            raise HelixAbort("stopped")

    def pause(self, seconds: float) -> None:
        """Waits, but not longer than until the job stops."""
        self.tripped.wait(seconds)
        self.check()

    def before_call(self, role: str) -> float:
        """Reserves and answers the dollars a call will probably cost. Raises HelixAbort at a limit."""
        self.check()
        with self._book:
            book, name = self._book, self._open(role)
            answers = book[f"{name}.answers"]
            expected = book[f"{name}.usd"] / answers if answers else 0.0
            reason = self._limit(expected)
            if reason is None:
                book["reserved"] += expected
                book["in_flight"] += 1
        if reason is not None:
            self._trip(reason)
        self.check()
        return expected

    def answered(self, role: str, reserved: float, usage: dict[str, int], usd: float | None) -> None:
        """Books a finished call: tokens and dollars (None when unknown)."""
        with self._book:
            book, name = self._book, self._open(role)
            book[f"{name}.answers"] += 1
            book[f"{name}.in_a_row"] = 0
            book[f"{name}.usd"] += usd or 0.0
            book["usd"] += usd or 0.0
            book["unknown_usd"] += usd is None
            for count, value in {"lm_calls": 1, **usage}.items():
                book[count] += value
            self._settle(reserved)
            reason = self._overspent() if book["usd"] > self.max_usd else None
        if reason is not None:
            self._trip(reason)

    def failed(self, role: str, reserved: float, error: str, final: bool) -> None:
        """Books a failed try; only a call given up (`final`) counts towards the role's breaker."""
        with self._book:
            book, name = self._book, self._open(role)
            book["lm_errors"] += 1
            self._settle(reserved)
            book[f"{name}.failures"] += final
            book[f"{name}.in_a_row"] += final
            failures, answers, in_a_row = (int(book[f"{name}.{of}"]) for of in ("failures", "answers", "in_a_row"))
        if final:
            self._break(role, error, failures, failures + answers, in_a_row)

    def has_called(self, role: str) -> bool:
        """Whether this role asked anything that was answered or given up."""
        counts = (f"{role}.answers", f"{role}.failures")
        return any(name in self._book and self._book[name] > 0 for name in counts)

    def hit(self) -> None:
        """Books an answer that came from the journal and cost nothing."""
        with self._book:
            self._book["cache_hits"] += 1

    def idle(self, timeout: float) -> bool:
        """Waits until no call is in flight; False when the time was too short."""
        deadline = time.monotonic() + timeout
        while self._book["in_flight"] > 0:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)
        return True

    def totals(self) -> dict[str, Any]:
        """Counts of this attempt as the contract has them; `usd` is null when a call's cost is unknown."""
        with self._book:
            counts = {name: int(self._book[name]) for name in COUNTS}
            return {**counts, "usd": None if self._book["unknown_usd"] else self._book["usd"]}

    def _limit(self, expected: float) -> Reason | None:
        book = self._book
        if book["usd"] + book["reserved"] + expected > self.max_usd:
            return self._overspent()
        if book["lm_calls"] + book["in_flight"] >= self.max_lm_calls:
            return Reason("max_lm_calls", f"the limit of {self.max_lm_calls} language model calls is reached")
        return None

    def _overspent(self) -> Reason:
        limit, spent = _dollars(self.max_usd), _dollars(self._book["usd"])
        return Reason("max_usd", f"the limit of {limit} is reached ({spent} spent)")

    def _break(self, role: str, error: str, failures: int, calls: int, in_a_row: int) -> None:
        if in_a_row >= self.max_consecutive_errors:
            how_many = f"{in_a_row} calls in a row"
        elif calls >= 20 and failures / calls > self.max_error_rate:
            how_many = f"{failures} of {calls} calls"
        else:
            return
        words = f"the {role} language model failed {how_many}; the last error: {error}"
        self._trip(Reason(f"lm_errors:{role}", words))

    def _open(self, role: str) -> str:
        names = [f"{role}.{of}" for of in ("answers", "failures", "in_a_row", "usd")]
        if names[0] in self._book:
            return role
        if self._book.is_shared:
            return OTHER
        self._book.open(names)
        return role

    def _settle(self, reserved: float) -> None:
        self._book["reserved"] -= reserved
        self._book["in_flight"] -= 1

    def _trip(self, reason: Reason) -> None:
        self.reason = self._first.setdefault("reason", reason)
        self._book["stopped"] = 1
        if self.reason is reason:
            self._report(reason)
        self.tripped.set()


def _dollars(usd: float) -> str:
    """Cents, or as many digits as a smaller amount needs."""
    return f"${usd:.2f}" if usd >= 1 or usd == 0 else f"${usd:.2g}"
