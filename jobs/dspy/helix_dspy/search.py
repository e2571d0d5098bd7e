"""What an optimizer shows while it searches: candidates in order, the best so far, progress for people."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from helix_loader.hashes import state_hash

from .guard import Guard, HelixAbort
from .views import Origins, program_fields

PROGRESS_EVERY_S = 0.5


@dataclass
class Shown:
    """One candidate as far as selection needs it."""

    state_hash: str
    parents: list[int]
    val_score: float | None


class Search:
    """Numbers and reports candidates (0 is the base program) and throttles progress. Safe across threads."""

    def __init__(
        self,
        emit: Callable[..., object],
        adapter: Any,
        origins: Origins,
        check: Callable[[dict[str, Any]], None],
        guard: Guard,
    ) -> None:
        self._emit = emit
        self._guard = guard
        self._adapter = adapter
        self._origins = origins
        self._check_state = check
        self._lock = threading.RLock()
        self._last = 0.0
        self._eligible: set[int] | None = None
        self.shown: list[Shown] = []
        self.done = 0
        self.total: int | None = None
        self.proposals = 0
        self.accepted = 0
        self.unfenced = 0
        self.note = ""

    def show(self, program: Any, parents: list[int], val_score: float | None) -> int:
        """Reports a candidate and answers its index. One that cannot be reported stops the job (HelixAbort)."""
        try:
            return self._show(program, parents, val_score)
        except Exception as error:  # DSPy and gepa only log what their callbacks raise
            self._guard.trip("candidate", f"a candidate could not be reported: {error}")
            raise HelixAbort("candidate") from error

    def _show(self, program: Any, parents: list[int], val_score: float | None) -> int:
        fields = program_fields(program, self._adapter, self._origins)
        self._check_state(fields["state"])
        with self._lock:
            index = len(self.shown)
            self._emit("candidate", index=index, parents=parents, val_score=val_score, **fields)
            self.shown.append(Shown(fields["state_hash"], parents, val_score))
            self.progress(force=True)
            return index

    def revise(self, index: int, program: Any, val_score: float) -> None:
        """Reports a candidate again, now that it was measured in full."""
        with self._lock:
            self.shown[index].val_score = val_score
            fields = program_fields(program, self._adapter, self._origins)
            self._emit("candidate", index=index, parents=self.shown[index].parents, val_score=val_score, **fields)
            self.progress(force=True)

    def only(self, indexes: list[int]) -> None:
        """From here on only these can be best: the others were measured on fewer rows."""
        self._eligible = set(indexes)

    def is_measured(self, index: int) -> bool:
        """Whether the candidate has a val score."""
        return self.shown[index].val_score is not None

    def index_of(self, program: Any) -> int | None:
        """Index of the candidate with this program's state, or None."""
        wanted = state_hash(program)
        return next((index for index, item in enumerate(self.shown) if item.state_hash == wanted), None)

    def best(self) -> int | None:
        """Index of the best val score; of equal ones the earliest. None when nothing was measured in full."""
        measured = [
            (item.val_score, -index)
            for index, item in enumerate(self.shown)
            if item.val_score is not None and (self._eligible is None or index in self._eligible)
        ]
        return -max(measured)[1] if measured else None

    def best_score(self) -> float | None:
        """The best val score so far; None when nothing was measured in full."""
        best = self.best()
        return None if best is None else self.shown[best].val_score

    def ran(self) -> None:
        """Counts one program run."""
        with self._lock:
            self.done += 1
        self.progress()

    def progress(self, force: bool = False) -> None:
        """Reports where the search stands, at most twice a second unless forced."""
        with self._lock:
            now = time.monotonic()
            if not force and now - self._last < PROGRESS_EVERY_S:
                return
            self._last = now
            score = self.best_score()
            counts = {"done": self.done, "total": self.total, "proposals": self.proposals, "accepted": self.accepted}
            self._emit("progress", best=score, note=self.note, **counts)
