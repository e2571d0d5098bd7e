"""Forked processes that share one job's work: their events go through the parent, and they live no longer than it."""

import contextlib
import gc
import json
import os
import random
import select
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from .channel import Channel
from .guard import Guard, HelixAbort, Reason

#: How often a child looks whether the job stops.
LOOK_EVERY_S = 0.05
ORPHANED = 137


@dataclass(frozen=True)
class _Child:
    pid: int
    events: int
    line: int


class Standing:
    """What runs and is connected before a team's code is loaded: only what came later belongs to that code."""

    def __init__(self) -> None:
        self._threads = set(threading.enumerate())
        self._sockets = _sockets()

    def why_not_fork(self) -> str | None:
        """Why this process cannot be forked any more, or None: threads and connections do not survive it."""
        if not hasattr(os, "fork"):
            return "the system has no fork"
        threads = sorted(thread.name for thread in set(threading.enumerate()) - self._threads)
        if threads:
            return f"the program started threads when it was loaded ({', '.join(threads[:3])})"
        return "the program opened connections when it was loaded" if _sockets() - self._sockets else None


def _sockets() -> set[str]:
    """Names of the sockets this process holds, by inode; empty where the system does not say."""
    found = set()
    with contextlib.suppress(OSError):
        for name in os.listdir("/proc/self/fd"):
            with contextlib.suppress(OSError):
                found.add(os.readlink(f"/proc/self/fd/{name}"))
    return {name for name in found if name.startswith("socket:")}


def run_forked(processes: int, seed: int, channel: Channel, guard: Guard, work: Callable[[int], None]) -> None:
    """Runs `work(n)` in so many children and relays their events. Returns when all are done, or never: what ends a child ends the job."""
    gc.collect()
    gc.freeze()  # pages nobody writes to stay shared
    children: list[_Child] = []
    for number in range(processes):
        children.append(_fork(number, seed, children, channel, guard, work))
    readers = [threading.Thread(target=_relay, args=(child, channel, guard), daemon=True) for child in children]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    for child in children:
        os.waitpid(child.pid, 0)


def _fork(
    number: int, seed: int, earlier: list[_Child], channel: Channel, guard: Guard, work: Callable[[int], None]
) -> _Child:
    events_out, events_in = os.pipe()
    line_out, line_in = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        os.close(events_in)
        os.close(line_out)
        return _Child(pid, events_out, line_in)
    for descriptor in (events_out, line_in, *(end for child in earlier for end in (child.events, child.line))):
        os.close(descriptor)
    _live(number, seed, events_in, line_out, channel, guard, work)


def _live(
    number: int, seed: int, events: int, line: int, channel: Channel, guard: Guard, work: Callable[[int], None]
) -> Any:
    """The child's whole life. Never returns."""
    try:
        signal.set_wakeup_fd(-1)
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)  # the whole group hears them; the parent decides what they mean
        channel.become_child(events)
        guard.become_child(lambda reason: channel.relay(_control({"stop": asdict(reason)})))
        threading.Thread(target=_watch, args=(line, guard), name="parent", daemon=True).start()
        _reseed(seed + number)
        with contextlib.suppress(HelixAbort):  # the parent knows why
            work(number)
        channel.relay(_control({"done": number}))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def _reseed(seed: int) -> None:
    """Or all children would draw the same."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)


def _watch(line: int, guard: Guard) -> None:
    """The parent holds the other end of the line: when it goes, this process goes."""
    while not select.select([line], [], [], LOOK_EVERY_S)[0]:
        if guard.is_stopped:
            guard.tripped.set()
    os._exit(ORPHANED)


def _control(message: dict[str, Any]) -> bytes:
    return b"\0" + json.dumps(message).encode() + b"\n"


def _relay(child: _Child, channel: Channel, guard: Guard) -> None:
    is_done = False
    with os.fdopen(child.events, "rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                break  # it died in the middle of a word
            if not line.startswith(b"\0"):
                channel.relay(line)
                continue
            message = json.loads(line[1:])
            is_done = is_done or "done" in message
            if "stop" in message:
                reason = Reason(**message["stop"])
                guard.trip(reason.word, reason.message, reason.status)
    if not is_done:
        _, status = os.waitpid(child.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        os._exit(128 - code if code < 0 else code or 1)  # the job is lost as if it had one process
