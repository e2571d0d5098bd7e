"""`helix.lock.json` and the artifact around it: read, checked by hand, digest recomputed."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .canonical import digest_of, sha256
from .refused import HelixRefused

LOCK, PROGRAM, GOLDEN = "helix.lock.json", "program.json", "golden.json"

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class Artifact:
    """A whole, unchanged artifact."""

    directory: Path
    lock: dict[str, Any]
    state: dict[str, Any]
    golden: list[dict[str, Any]]


def read_artifact(directory: Path) -> Artifact:
    """The artifact in a directory. Raises HelixRefused when a file is missing, torn, or not what the digest says."""
    lock = _read(directory, LOCK)
    problem = lock_problem(lock)
    if problem:
        raise HelixRefused(f"{LOCK} in {directory} cannot be used: {problem}")
    if artifact_digest(directory, lock) != lock["digest"]:
        raise HelixRefused(
            f"the artifact in {directory} is not the one that was approved: its digest differs from the lock's"
        )
    return Artifact(directory, lock, _read(directory, PROGRAM), _read(directory, GOLDEN))


def artifact_digest(directory: Path, lock: dict[str, Any]) -> str:
    """sha256 over the lock without its digest and the hashes of the other files."""
    files = {name: sha256(_bytes(directory, name)) for name in (PROGRAM, GOLDEN)}
    return digest_of({"lock": {name: value for name, value in lock.items() if name != "digest"}, "files": files})


def lock_problem(lock: Any) -> str | None:
    """What is wrong with a lock, in words; None when it is as the contract has it."""
    return _problem(lock, _LOCK, "the lock")


def _problem(value: Any, shape: dict[str, Any], where: str) -> str | None:
    if not isinstance(value, dict):
        return f"{where} is not an object"
    missing, unknown = sorted(shape.keys() - value.keys()), sorted(value.keys() - shape.keys())
    if missing or unknown:
        return f"{where} {f'lacks {missing[0]}' if missing else f'has an unknown field {unknown[0]}'}"
    found = (_field_problem(value[name], check, f"{name} of {where}") for name, check in shape.items())
    return next((problem for problem in found if problem), None)


def _field_problem(value: Any, check: Any, where: str) -> str | None:
    if isinstance(check, dict):
        return _problem(value, check, where)
    return None if check(value) else f"{where} is not as it has to be"


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _text_or_none(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _hash(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _object(value: Any) -> bool:
    return isinstance(value, dict)


_LOCK: dict[str, Any] = {
    "v": lambda value: _whole(value) and value == 1,
    "program": _text,
    "deployment": lambda value: _whole(value) and value >= 0,
    "digest": _hash,
    "entry": _text,
    "files": _texts,
    "program_source": _hash,
    "state_hash": _hash,
    "prompt_hash": _hash,
    "adapter": lambda value: value in ("chat", "json"),
    "dspy": _text,
    "eval_contract": _whole,
    "lm": {
        "model": _text,
        "endpoint": _text_or_none,
        "api_key_env": _text_or_none,
        "params": _object,
        "timeout_s": _number,
    },
    "release": _hash,
    "candidate": _text,
    "run": _text_or_none,
    "gate": {"id": _text, "revision": _whole, "evidence": _hash, "approved_by": _texts, "approved_at": _text},
    "dataset": {"version": _whole, "hash": _hash},
    "metric_source": _hash,
}


def _read(directory: Path, name: str) -> Any:
    try:
        return json.loads(_bytes(directory, name))
    except ValueError as error:
        raise HelixRefused(f"{name} in {directory} is not JSON") from error


def _bytes(directory: Path, name: str) -> bytes:
    try:
        return (directory / name).read_bytes()
    except OSError as error:
        raise HelixRefused(f"there is no {name} in {directory}") from error
