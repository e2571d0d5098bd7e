"""Programs and adapters from their names: the team's own source, imported from its root."""

import importlib
import sys
import traceback
from pathlib import Path
from typing import Any

from .refused import HelixRefused


class ImportFailed(HelixRefused):
    """The team's code could not be imported or built; the message names file, line and exception."""


def put_first(root: Path) -> None:
    """Makes imports look under root before anywhere else."""
    sys.path[:] = [str(root), *(entry for entry in sys.path if entry != str(root))]
    importlib.invalidate_caches()


def load_object(entry: str, root: Path) -> Any:
    """The object named by `module:name`. Raises ImportFailed."""
    module, _, name = entry.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except AttributeError as error:
        if not hasattr(sys.modules.get(module), name) and module in sys.modules:
            raise ImportFailed(f"{module} has no {name}") from error
        raise ImportFailed(_where(error, root)) from error
    except (Exception, SystemExit) as error:
        raise ImportFailed(_where(error, root)) from error


def build_program(entry: str, root: Path) -> Any:
    """Calls `module:callable`, which has to return a `dspy.Module`. Raises ImportFailed."""
    import dspy

    build = load_object(entry, root)
    try:
        program = build()
    except (Exception, SystemExit) as error:
        raise ImportFailed(_where(error, root)) from error
    if not isinstance(program, dspy.Module):
        raise ImportFailed(f"{entry} returned {type(program).__name__}, not a dspy.Module")
    return program


def build_adapter(name: str) -> Any:
    """`chat` or `json`. The chat adapter never falls back to JSON: one prediction, one prompt."""
    import dspy

    return dspy.ChatAdapter(use_json_adapter_fallback=False) if name == "chat" else dspy.JSONAdapter()


def _where(error: BaseException, root: Path) -> str:
    """`file:line raised Exception: message`, for the last frame inside root."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_relative(error.filename, root)}:{error.lineno} raised SyntaxError: {error.msg}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_inside(frame.filename, root)]
    place = f"{_relative(frames[-1].filename, root)}:{frames[-1].lineno} raised " if frames else ""
    return f"{place}{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}"


def _is_inside(filename: str, root: Path) -> bool:
    return root.resolve() in Path(filename).resolve().parents


def _relative(filename: str, root: Path) -> str:
    return (
        Path(filename).resolve().relative_to(root.resolve()).as_posix()
        if _is_inside(filename, root)
        else Path(filename).name
    )
