"""All the ways a job ends. Whichever comes first writes `job_end`, the last line, and leaves without joining anyone."""

import json
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from .channel import Channel
from .guard import Guard

#: How long a cancelled job may still take, and one that stopped with paid calls in flight.
GRACE_S = 1.2
LONGEST_FLIGHT_S = 10.0
FORCED, ORPHANED = 130, 137
EXIT_CODES = {"ok": 0, "failed": 1, "cancelled": 3, "aborted": 3}


class Ending:
    """Ends the process: by itself, by a signal, by the clock, or because its parent is gone."""

    def __init__(self, channel: Channel, guard: Guard) -> None:
        self._channel = channel
        self._guard = guard
        self._lock = threading.Lock()
        self._lines = threading.Lock()
        self.flush: Callable[[], object] = lambda: None
        self._kept = -1
        self._settle: Callable[[], object] = lambda: None
        self._hear_kept: Callable[[int], object] = lambda calls: None
        self.best: Callable[[], int | None] = lambda: None

    def end(self, status: str, reason: str | None = None, message: str | None = None, code: int | None = None) -> None:
        """Writes what is still unsent and `job_end`, then exits at once. Never returns."""
        with self._lock:
            self._settle()
            self.flush()
            fields = {"status": status, "reason": reason, "message": message, "best": self.best()}
            self._channel.emit("job_end", **fields, totals=self._guard.totals())
            os._exit(EXIT_CODES[status] if code is None else code)

    def end_stopped(self, code: int | None = None) -> None:
        """Ends with the guard's reason. Never returns."""
        reason = self._guard.reason
        assert reason is not None
        self.end(reason.status, reason.word, reason.message, code)

    def watch_parent(self, take: Callable[[bytes], object] = lambda line: None) -> None:
        """The parent holds the other end of stdin and may `take` lines there; when it goes, this process goes. User code gets an empty stdin."""
        line = os.dup(0)
        os.set_inheritable(line, False)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        _thread("parent", lambda: self._wait_for_parent(line, take))

    def watch_signals(self) -> None:
        """SIGTERM and SIGINT stop the job. A thread reads them from a pipe, so no handler runs inside a held lock."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        _thread("signals", lambda: self._wait_for_signal(reader))

    def watch_clock(self, heartbeat_s: float, timeout_s: float) -> None:
        """Heartbeats, the journal's batches, the time limit, and the grace after any stop."""
        _thread("clock", lambda: self._tick(heartbeat_s, timeout_s))

    def _wait_for_parent(self, line: int, take: Callable[[bytes], object]) -> None:
        unfinished = b""
        while said := os.read(line, 4096):
            *lines, unfinished = (unfinished + said).split(b"\n")
            for each in filter(None, lines):
                self._hear(each, take)
        os._exit(ORPHANED)

    def _hear(self, line: bytes, take: Callable[[bytes], object]) -> None:
        try:
            said = json.loads(line)
            if "kept" not in said:
                take(line)
                return
            with self._lines:
                self._kept = said["kept"]
                self._hear_kept(self._kept)
        except Exception:  # a line that makes no sense must not end the watch over the parent
            traceback.print_exc()

    def tell_kept(self, hear: Callable[[int], object], settle: Callable[[], object] = lambda: None) -> None:
        """`hear` is told how many finished calls the parent says it has kept; `settle` is called before the end."""
        self._settle = settle
        with self._lines:
            self._hear_kept = hear
            if self._kept >= 0:
                hear(self._kept)

    def _wait_for_signal(self, reader: int) -> None:
        number = signal.Signals(os.read(reader, 1)[0])
        self._guard.trip("cancelled", f"the job was cancelled ({number.name})", "cancelled")
        self._channel.emit("cancelling", signal=number.name)
        time.sleep(GRACE_S)
        self.end_stopped(FORCED)

    def _tick(self, heartbeat_s: float, timeout_s: float) -> None:
        began = last = time.monotonic()
        while not self._guard.tripped.wait(min(0.4, heartbeat_s)):
            self.flush()
            now = time.monotonic()
            if now - last >= heartbeat_s:
                last = now
                self._channel.emit("heartbeat", totals=self._guard.totals())
            if now - began >= timeout_s:
                self._guard.trip("timeout", f"the time limit of {timeout_s:g} s is reached")
        self._outlast(heartbeat_s)

    def _outlast(self, heartbeat_s: float) -> None:
        """After a stop: what is in flight may still finish; what hangs is left behind."""
        reason = self._guard.reason
        is_urgent = reason is not None and reason.word in ("cancelled", "timeout")
        deadline = time.monotonic() + (GRACE_S if is_urgent else LONGEST_FLIGHT_S)
        while time.monotonic() < deadline:
            time.sleep(min(0.4, heartbeat_s))
            self.flush()
            self._channel.emit("heartbeat", totals=self._guard.totals())
        self.end_stopped(FORCED)


def _thread(name: str, run: Callable[[], Any]) -> None:
    threading.Thread(target=run, name=name, daemon=True).start()
