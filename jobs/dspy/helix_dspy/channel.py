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
_ENVELOPE = {"v": 1, "seq": 0, "ts": 0}


class Channel:
    """Writes events. `check` raises on an event that is not in the contract; `scrub` removes secrets from a line."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()
        self._seq = 0
        self._ended = False
        self._is_child = False
        self.check: Callable[[dict[str, Any]], None] = lambda event: None
        self.scrub: Callable[[str], str] = lambda line: line

    def emit(self, type_: str, /, **fields: Any) -> bool:
        """Writes one event; False when the job has already ended. `ts` is milliseconds since the epoch."""
        event = {"type": type_, **fields}
        self.check({**_ENVELOPE, **event})
        line = self.scrub(json.dumps(event, ensure_ascii=False, allow_nan=False))
        return self.relay(f"{line}\n".encode("utf-8", "backslashreplace"), ends=type_ == "job_end")

    def relay(self, line: bytes, ends: bool = False) -> bool:
        """Writes an event that is checked and scrubbed already, such as a forked process hands on."""
        with self._lock:
            if self._ended:
                return False
            if self._is_child:
                self.write(line)
                return True
            envelope = f'{{"v": 1, "seq": {self._seq}, "ts": {int(time.time() * 1000)}, '
            self.write(envelope.encode() + line[1:])
            self._seq += 1
            self._ended = ends
            return True

    def become_child(self, fd: int) -> None:
        """After a fork, in the child: events go to the parent, which numbers and writes them."""
        self._fd, self._is_child, self._lock = fd, True, threading.Lock()  # the parent's may have been held at the fork

    def write(self, line: bytes) -> None:
        """Writes bytes as they are; a listener that is gone ends the process."""
        data = memoryview(line)
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
