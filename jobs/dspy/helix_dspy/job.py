"""One job from its spec to its end."""

import gc
import importlib.metadata
import json
import os
import platform
import random
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .channel import Channel
from .ending import Ending
from .guard import Guard, HelixAbort
from .limiter import Limiter
from .supported import why_unsupported

LONGEST_MESSAGE = 2000


class Refused(Exception):
    """The job cannot be done as asked; `reason` is the machine word, the message is for a person."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def run(arguments: list[str], channel: Channel) -> None:
    """Runs the job the arguments name. Never returns."""
    ending = Ending(channel, Guard(0.0, 1, 1, 1.0))
    try:
        spec = read_spec(arguments, channel)
        guard = Guard(**spec["guard"])
        limiter = Limiter(spec["lms"], guard, channel.emit)
        ending = _watch(spec, channel, guard, limiter)
        _perform(spec, channel, guard, ending, limiter)
        ending.end("ok")
    except HelixAbort:
        guard.idle(_patience(guard))
        ending.end_stopped()
    except Refused as refusal:
        ending.end("failed", refusal.reason, str(refusal)[:LONGEST_MESSAGE])
    except BaseException as error:
        import traceback

        traceback.print_exc()
        ending.end("failed", "internal", f"{type(error).__name__}: {error}"[:LONGEST_MESSAGE])


def read_spec(arguments: list[str], channel: Channel) -> dict[str, Any]:
    """The checked spec; from here on events are checked too. Raises Refused."""
    from .contract import ContractBroken, check_event, check_spec

    channel.check = check_event
    try:
        spec = json.loads(Path(arguments[0]).read_text("utf-8"))
        check_spec(spec)
    except IndexError as error:
        raise Refused("spec", "the runner needs the path of a job spec") from error
    except (OSError, ValueError, ContractBroken) as error:
        raise Refused("spec", f"the job spec cannot be used: {error}") from error
    keys = [os.environ.get(lm["api_key_env"] or "", "") for lm in spec["lms"].values()]
    channel.scrub = scrubber(tuple(key for key in keys if len(key) >= 8))
    return spec


def scrubber(keys: tuple[str, ...]) -> Callable[[str], str]:
    """A function that takes the keys out of a line, whoever put them there."""

    def scrub(line: str) -> str:
        for key in keys:
            line = line.replace(json.dumps(key)[1:-1], "[key]")
        return line

    return scrub


def _watch(spec: dict[str, Any], channel: Channel, guard: Guard, limiter: Limiter) -> Ending:
    ending = Ending(channel, guard)
    ending.watch_parent(limiter.take)
    ending.watch_signals()
    ending.watch_clock(spec["heartbeat_s"], spec["timeout_s"])
    return ending


def _perform(spec: dict[str, Any], channel: Channel, guard: Guard, ending: Ending, limiter: Limiter) -> None:
    # Both are read when DSPy and litellm are imported.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ.setdefault("DSPY_CACHEDIR", str(Path(spec["work_dir"]) / "dspy_cache"))
    random.seed(spec["seed"])
    unsupported = why_unsupported()
    if unsupported is not None:
        raise Refused("dspy", unsupported)
    # Nothing that is imported becomes garbage: it is not looked for meanwhile, nor there ever after.
    gc.disable()
    from .workshop import Workshop

    gc.freeze()
    gc.enable()
    Workshop(spec, channel, guard, ending, limiter).work()


def _patience(guard: Guard) -> float:
    return 1.0 if guard.reason is not None and guard.reason.status == "cancelled" else 8.0


def versions() -> dict[str, Any]:
    """Versions and host as `job_start` has them."""
    found = {name: _version(name) for name in ("dspy", "litellm", "gepa")}
    return {**found, "python": platform.python_version(), "host": socket.gethostname()}


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
