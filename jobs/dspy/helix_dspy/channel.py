"""The event channel: whole JSON lines on file descriptor 3, one lock, contiguous `seq`, nothing after `job_end`."""

import json
import os
import select
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

FD = 3


class Channel:
    """Writes events. `check` raises on an event that is not in the contract; `scrub` removes secrets from a line."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()
        self._seq = 0
        self._ended = False
        self.check: Callable[[dict[str, Any]], None] = lambda event: None
        self.scrub: Callable[[str], str] = lambda line: line

    def emit(self, type_: str, /, **fields: Any) -> bool:
        """Writes one event; False when the job has already ended. `ts` is milliseconds since the epoch."""
        with self._lock:
            if self._ended:
                return False
            event = {"v": 1, "seq": self._seq, "ts": int(time.time() * 1000), "type": type_, **fields}
            self.check(event)
            self._write(self.scrub(json.dumps(event, ensure_ascii=False, allow_nan=False)))
            self._seq += 1
            self._ended = type_ == "job_end"
            return True

    def _write(self, line: str) -> None:
        data = memoryview(f"{line}\n".encode("utf-8", "backslashreplace"))
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                select.select([], [self._fd], [])
            except OSError:
                os._exit(137)  # whoever listened is gone


def open_channel(fd: int = FD) -> Channel:
    """Takes the channel for this process alone and sends whatever a library prints to stderr."""
    try:
        os.set_inheritable(fd, False)
    except OSError:
        os.write(2, b"helix_dspy reports on file descriptor 3, which is not open\n")
        os._exit(2)
    os.dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)  # the process leaves without flushing
    return Channel(fd)
