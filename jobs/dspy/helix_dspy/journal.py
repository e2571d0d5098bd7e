"""The journal: finished LM calls, the only cache. A later attempt starts from it and repeats what was in flight."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BATCH = 20
#: A wake-up that was missed is made up for after this.
LONGEST_WAIT_S = 0.5
LONGEST_SETTLING_S = 0.2


class Journal:
    """Keeps answers by request key, appends them to a file and hands them on in batches."""

    def __init__(
        self,
        path: Path,
        earlier: Iterable[Path],
        scrub: Callable[[str], str],
        send: Callable[[list[dict[str, Any]]], object],
    ) -> None:
        self._answers = {entry["key"]: entry["answer"] for source in earlier for entry in read_journal(source)}
        self._file = path.open("a", encoding="utf-8")
        self._scrub = scrub
        self._send = send
        self._lock = threading.Condition()
        self._keys: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._unsent: list[dict[str, Any]] = []
        self._sent = 0
        self._open = 0
        #: How many of the calls handed on the listener says it has kept; None when it says nothing.
        self._kept: int | None = None
        if path.stat().st_size:
            self._file.write("\n")  # a torn last line must not swallow the next one

    @contextmanager
    def key_lock(self, key: str) -> Iterator[None]:
        """One lock per key: of two equal requests at once, the second waits and finds the answer."""
        with self._lock:
            lock = self._keys[key]
        with lock:
            with self._lock:
                self._open += 1
            try:
                yield
            finally:
                with self._lock:
                    self._open -= 1
                    self._lock.notify_all()

    def settle(self) -> None:
        """Before the end: a call that was just answered is not recorded yet. One that is not answered is not waited for."""
        with self._lock:
            self._lock.wait_for(lambda: self._open <= len(self._unsent), LONGEST_SETTLING_S)

    def find(self, key: str) -> dict[str, Any] | None:
        """The recorded response body, or None."""
        return self._answers.get(key)

    def add(self, key: str, role: str, answer: dict[str, Any], usd: float | None) -> None:
        """Records a finished call: on disk at once, and with a listener that says what it kept, not before it kept this one."""
        entry = {"key": key, "role": role, "answer": answer, "usd": usd}
        with self._lock:
            self._file.write(f"{self._scrub(json.dumps(entry, ensure_ascii=False))}\n")
            self._file.flush()
            self._unsent.append(entry)
            if self._kept is not None:
                self._wait_until_kept(self._sent + len(self._unsent))
            elif len(self._unsent) >= BATCH:
                self._hand_on()
            self._answers[key] = answer

    def flush(self) -> None:
        """Hands on what has not been handed on yet."""
        with self._lock:
            self._hand_on()

    def kept(self, calls: int) -> None:
        """The listener has kept so many of the calls handed on, in order."""
        with self._lock:
            self._kept = calls
            self._lock.notify_all()

    def _wait_until_kept(self, number: int) -> None:
        """What finishes while a batch is being kept makes the next one."""
        while self._kept is not None and self._kept < number:
            if self._kept == self._sent:
                self._hand_on()
            self._lock.wait(LONGEST_WAIT_S)

    def _hand_on(self) -> None:
        batch, self._unsent = self._unsent, []
        if batch:
            self._sent += len(batch)
            self._send(batch)


def read_journal(path: Path) -> list[dict[str, Any]]:
    """Entries of a journal file; lines torn by a crash are left out."""
    if not path.exists():
        return []
    entries = (_entry(line) for line in path.read_text("utf-8", "replace").splitlines())
    return [entry for entry in entries if entry is not None]


def _entry(line: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    is_whole = isinstance(entry, dict) and isinstance(entry.get("answer"), dict) and isinstance(entry.get("key"), str)
    return entry if is_whole else None
