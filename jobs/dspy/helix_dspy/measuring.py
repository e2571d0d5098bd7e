"""An evaluation job: every row once, in as many processes as the host asks for, each finished row one event."""

import dataclasses
from typing import Any

from .book import Book
from .caller import METRIC, PROGRAM
from .channel import Channel
from .evaluate import Bench, evaluate_row, work_through
from .forks import Standing, run_forked
from .row_file import RowFile


class Queue:
    """Rows in order, each handed out once, over all processes."""

    def __init__(self, rows: RowFile) -> None:
        self._rows = rows
        self._book = Book(["next"])

    def share(self) -> None:
        """Before a fork. Raises OSError."""
        self._book.share()

    def take(self) -> dict[str, Any] | None:
        """The next row, or None when all are handed out."""
        with self._book:
            number = int(self._book["next"])
            self._book["next"] += 1
        return self._rows[number] if number < len(self._rows) else None


def measure(spec: dict[str, Any], rows: RowFile, bench: Bench, channel: Channel, standing: Standing) -> None:
    """Predicts and scores the rows of a job, reporting each. Raises HelixAbort at a stop."""
    queue = Queue(rows)

    def one(row: dict[str, Any]) -> None:
        channel.emit("example", **dataclasses.asdict(evaluate_row(row, bench)))

    def work(threads: int) -> None:
        work_through(queue.take, one, threads, bench.guard)

    processes = min(spec.get("processes", 1), bench.threads, len(rows))
    if processes > 1 and standing.why_not_fork() is None and _share(bench, queue, spec):
        threads = _spread(bench.threads, processes)
        run_forked(processes, spec["seed"], channel, bench.guard, lambda number: work(threads[number]))
    else:
        work(bench.threads)
    bench.guard.check()


def _share(bench: Bench, queue: Queue, spec: dict[str, Any]) -> bool:
    try:
        bench.guard.share([*spec["lms"], METRIC, PROGRAM])
        queue.share()
    except OSError:
        return False  # no shared locks here: one process does it all
    return True


def _spread(threads: int, processes: int) -> list[int]:
    return [threads // processes + (number < threads % processes) for number in range(processes)]
