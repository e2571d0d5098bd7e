"""Numbers that several threads, and processes forked later, change together. One lock; nothing inside it ever waits."""

import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any


class Book:
    """Numbers by name, all 0 at first. Change them inside `with book:`; one number alone is read without it."""

    def __init__(self, names: Iterable[str]) -> None:
        self._place: dict[str, int] = {}
        self._values: Any = []
        self._lock: AbstractContextManager[Any] = threading.Lock()
        self.is_shared = False
        self.open(names)

    def open(self, names: Iterable[str]) -> None:
        """Makes room for more numbers; for nothing new once they are shared."""
        for name in names:
            if name not in self._place:
                self._place[name] = len(self._values)
                self._values.append(0.0)

    def share(self) -> None:
        """From now on forked processes see the same numbers. Raises OSError where the system has no shared locks."""
        import mmap
        import multiprocessing

        # It is first tried without giving the interpreter away, so nobody holds it while waiting for a turn to run.
        lock = multiprocessing.get_context("fork").Lock()
        with self._lock:
            values = memoryview(mmap.mmap(-1, 8 * len(self._values))).cast("d")
            for place, value in enumerate(self._values):
                values[place] = value
            self._values, self._lock, self.is_shared = values, lock, True

    def __enter__(self) -> None:
        self._lock.__enter__()

    def __exit__(self, *raised: Any) -> None:
        self._lock.__exit__(*raised)

    def __contains__(self, name: str) -> bool:
        return name in self._place

    def __getitem__(self, name: str) -> float:
        return self._values[self._place[name]]

    def __setitem__(self, name: str, value: float) -> None:
        self._values[self._place[name]] = value
