"""The language models of a job, by role: what they call through, and what they replay."""

from pathlib import Path
from typing import Any

import httpx

from .channel import Channel
from .ending import Ending
from .guard import Guard
from .journal import Journal
from .limiter import Limiter
from .lm import Desk, HelixLM, api_key


def language_models(
    spec: dict[str, Any], channel: Channel, guard: Guard, ending: Ending, limiter: Limiter
) -> dict[str, HelixLM]:
    """Of each role of the job its model. Raises MissingKey before anything is called."""
    for lm in spec["lms"].values():
        api_key(lm)

    def report_error(role: str, model: str, status: int | None, message: str) -> None:
        channel.emit("lm_error", role=role, model=model, status=status, message=message[:500])

    desk = Desk(guard, _journal(spec, channel, ending), _client(spec["threads"]), report_error, limiter)
    return {role: HelixLM(role, lm, desk) for role, lm in spec["lms"].items()}


def _client(threads: int) -> httpx.Client:
    most = 2 * threads + 4
    return httpx.Client(limits=httpx.Limits(max_connections=most, max_keepalive_connections=most))


def _journal(spec: dict[str, Any], channel: Channel, ending: Ending) -> Journal | None:
    """Only a compile replays; an evaluation measures, so every call of it is fresh."""
    if spec["kind"] != "compile":
        return None
    own = Path(spec["work_dir"]) / "journal.jsonl"
    earlier = [Path(spec["journal"])] if spec["journal"] else []
    journal = Journal(own, [*earlier, own], channel.scrub, lambda entries: channel.emit("journal", entries=entries))
    ending.flush = journal.flush
    ending.tell_kept(journal.kept, journal.settle)
    return journal
