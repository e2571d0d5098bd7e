"""DSPy empties tqdm's register of bars from any thread; a program with threads then fails with a KeyError."""

from typing import Any
from weakref import WeakSet

import tqdm


class _Register(WeakSet[Any]):
    """Keeps what others want to clear, and does not mind removing what is gone."""

    def clear(self) -> None:
        pass

    def remove(self, item: Any) -> None:
        self.discard(item)


def keep_bars_apart() -> None:
    """Makes progress bars of rows that run at once independent of each other."""
    tqdm.tqdm._instances = _Register()
