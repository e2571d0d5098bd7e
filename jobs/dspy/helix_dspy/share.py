"""This job's share of one model's limits: what may begin now, over all threads and processes of the job."""

import contextlib
import math
from dataclasses import dataclass

from .book import Book

#: Why a call waits, as the contract names it; the number stands in the book.
REASONS = ("", "concurrency", "requests", "tokens", "asked", "no share")
_NAMES = (
    *("concurrency", "requests", "tokens", "valid_until", "line"),
    *("held_until", "asked", "in_flight", "waiting", "why", "waited_at"),
    *("requests_level", "tokens_level", "filled_at", "answers", "tokens_used"),
)
#: Tokens of an answer, and characters of a prompt a token stands for, before anything was answered.
_ANSWER_TOKENS, _TOKEN_CHARS = 300, 4


@dataclass(frozen=True)
class Wait:
    """A call may not begin yet: look again after so many seconds."""

    seconds: float
    why: str


class Share:
    """Limits are infinite where there are none. Times are `time.monotonic()`, which all processes of a host share."""

    def __init__(self, key: str, must_wait: bool) -> None:
        self.key = key
        #: Whether nothing may begin before the host has said how much.
        self.must_wait = must_wait
        self._book = Book(_NAMES)
        for name in ("concurrency", "requests", "tokens"):
            self._book[name] = 0 if must_wait else math.inf
        with contextlib.suppress(OSError):  # no shared locks: then nothing is forked either
            self._book.share()

    def change(self, line: int, limits: dict[str, float], valid_until: float, held_until: float, now: float) -> None:
        """A new share by the host, in calls at once and per minute. What accrued under the old one is kept."""
        with self._book:
            self._fill(now)
            for name, value in limits.items():
                self._book[name] = value
            self._book["line"], self._book["valid_until"] = line, valid_until
            self._book["held_until"] = max(self._book["held_until"], held_until)

    def hold(self, until: float) -> None:
        """The provider asked for a pause: nothing begins before it is over."""
        with self._book:
            self._book["held_until"] = max(self._book["held_until"], until)
            self._book["asked"] = max(self._book["asked"], until)

    def arrive(self) -> None:
        """A call wants to begin."""
        with self._book:
            self._book["waiting"] += 1

    def give_up(self) -> None:
        """A call that wanted to begin will not."""
        with self._book:
            self._book["waiting"] -= 1

    def begin(self, prompt_chars: int, now: float) -> Wait | float:
        """The tokens booked for a call that begins now; else why it has to wait, and how long at least."""
        with self._book:
            self._fill(now)
            expected = self._expected(prompt_chars)
            wait = self._obstacle(expected, now)
            if wait is not None:
                self._book["why"], self._book["waited_at"] = REASONS.index(wait.why), now
                return wait
            self._book["in_flight"] += 1
            self._book["waiting"] -= 1
            if self._book["requests"] < math.inf:
                self._book["requests_level"] -= 1
            if self._book["tokens"] < math.inf:
                self._book["tokens_level"] -= expected
            return expected

    def end(self, expected: float, used: float | None) -> None:
        """A call is over; `used` are its tokens, None when it failed or did not say."""
        with self._book:
            self._book["in_flight"] -= 1
            if used is not None:
                self._book["answers"] += 1
                self._book["tokens_used"] += used
                if self._book["tokens"] < math.inf:
                    self._book["tokens_level"] -= used - expected

    def standing(self, now: float) -> dict[str, float]:
        """All numbers at one moment, with `using`: the calls at once this job may come to without asking again."""
        with self._book:
            numbers = {name: self._book[name] for name in _NAMES}
        is_valid = not self.must_wait or now < numbers["valid_until"]
        return {**numbers, "using": max(numbers["concurrency"] if is_valid else 0, numbers["in_flight"])}

    def _obstacle(self, expected: float, now: float) -> Wait | None:
        book = self._book
        if now < book["held_until"]:
            return Wait(book["held_until"] - now, "asked")
        if self.must_wait and now >= book["valid_until"]:
            return Wait(0.05, "no share")
        if book["in_flight"] + 1 > book["concurrency"]:
            return Wait(0.01, "concurrency")
        for name, needed in (("requests", 1.0), ("tokens", expected)):
            if book[name] == math.inf:
                continue
            rate, burst = _bucket(book[name])
            missing = min(needed, burst) - book[f"{name}_level"]
            if missing > 1e-9:
                return Wait(missing / rate if rate else 1.0, name)
        return None

    def _fill(self, now: float) -> None:
        """What has accrued since the last look, up to what may be used in one second."""
        elapsed = now - self._book["filled_at"] if self._book["filled_at"] else 0.0
        for name in ("requests", "tokens"):
            if self._book[name] < math.inf:
                rate, burst = _bucket(self._book[name])
                level = self._book[f"{name}_level"] + rate * elapsed
                self._book[f"{name}_level"] = min(burst, level)
        self._book["filled_at"] = now

    def _expected(self, prompt_chars: int) -> float:
        """Tokens a call will probably take: as calls so far did, else by the length of its prompt."""
        if self._book["answers"]:
            return self._book["tokens_used"] / self._book["answers"]
        return prompt_chars / _TOKEN_CHARS + _ANSWER_TOKENS


def _bucket(per_minute: float) -> tuple[float, float]:
    """Rate per second and burst that together never come to more than `per_minute` in any minute."""
    burst = max(1.0, per_minute / 60)
    return ((per_minute - burst) / 60 if per_minute > 60 else per_minute / 60), burst
