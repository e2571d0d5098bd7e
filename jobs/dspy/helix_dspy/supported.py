"""Whether the interpreter a team names can run Helix's runner: its DSPy has to be one that Helix knows."""

import importlib.metadata
import re
import sys

RANGE = "dspy >=3.3,<3.4"
_WAY_OUT = (
    f'install it there (pip install "{RANGE.replace(" ", "")}"), or leave `python:` out of helix.yaml: '
    "then Helix's own environment runs the program"
)


def why_unsupported() -> str | None:
    """A sentence that says what to do, or None when all is well. Imports nothing of DSPy."""
    if sys.version_info < (3, 10):
        return f"{sys.executable} is Python {sys.version_info.major}.{sys.version_info.minor}; Helix needs 3.10 or newer"
    try:
        version = importlib.metadata.version("dspy")
    except importlib.metadata.PackageNotFoundError:
        return f"{sys.executable} has no dspy; Helix works with {RANGE}: {_WAY_OUT}"
    if re.match(r"3\.3(\D|$)", version):
        return None
    return f"{sys.executable} has dspy {version}; Helix works with {RANGE}: {_WAY_OUT}"
