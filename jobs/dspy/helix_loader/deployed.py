"""Loads what is deployed: the team's own source, the approved state, the language model and adapter of the lock."""

import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .lock import Artifact, read_artifact
from .refused import HelixRefused
from .source import module_file, source_hash


class Deployed:
    """A deployed program. Calling it runs the program with the lock's language model and adapter, from any thread."""

    def __init__(self, artifact: Artifact, program: Any, lm: Any, adapter: Any) -> None:
        from .fields import input_types

        self.lock = artifact.lock
        self.digest: str = artifact.lock["digest"]
        self.program = program
        self.lm = lm
        self.adapter = adapter
        self._types = input_types(program)

    def __call__(self, **inputs: Any) -> Any:
        """A `dspy.Prediction`; plain JSON inputs are read as the types the program declares, as the evaluation did."""
        import dspy

        with dspy.context(lm=self.lm, adapter=self.adapter):
            return self.program(**self.typed(inputs))

    async def acall(self, **inputs: Any) -> Any:
        """The same, for asynchronous programs."""
        import dspy

        with dspy.context(lm=self.lm, adapter=self.adapter):
            return await self.program.acall(**self.typed(inputs))

    def metadata(self) -> dict[str, str]:
        """What a trace of this program has to carry so that Helix knows which artifact answered."""
        lock = self.lock
        return {
            "helix.program": lock["program"],
            "helix.artifact": self.digest,
            "helix.deployment": str(lock["deployment"]),
            "helix.release": lock["release"],
            "helix.state": lock["state_hash"],
        }

    def typed(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """Inputs as the types the program declares. Raises pydantic.ValidationError."""
        from .plain import typed

        return {name: typed(self._types.get(name, Any), value) for name, value in inputs.items()}


def deployed(name: str, directory: str | Path, root: str | Path | None = None) -> Deployed:
    """The deployed program of that name, from `<directory>/<name>/current`.

    `root` is where the team's source lies; without it the source is found as Python would import it.
    Raises HelixRefused, with a sentence, when anything is not exactly what was approved.
    """
    # Resolved once: the pointer may move while this reads.
    return load(read_artifact((Path(directory) / name / "current").resolve()), root)


def load(artifact: Artifact, root: str | Path | None = None) -> Deployed:
    """The program of an artifact. Raises HelixRefused."""
    lock = artifact.lock
    _check_dspy()
    place = Path(root).resolve() if root is not None else _root_of(lock["entry"])
    _check_source(lock, place)
    from .programs import build_adapter, build_program, put_first

    if root is not None:
        put_first(place)
    program = build_program(lock["entry"], place)
    _check_origin(lock["entry"], place)
    adapter = build_adapter(lock["adapter"])
    _load_state(artifact, program, adapter)
    return Deployed(artifact, program, build_lm(lock["lm"], os.environ), adapter)


def build_lm(spec: dict[str, Any], environment: Mapping[str, str]) -> Any:
    """The lock's language model, with its endpoint and key from the environment. Raises HelixRefused."""
    import dspy

    name = spec["api_key_env"]
    key = environment.get(name) if name else "none"
    if not key:
        raise HelixRefused(
            f"the environment variable {name}, which should hold the key for {spec['model']}, is not set"
        )
    where = {"api_base": filled(spec["endpoint"], environment)} if spec["endpoint"] else {}
    where = {**where, "api_key": key} if name or where else where
    return dspy.LM(spec["model"], cache=False, timeout=spec["timeout_s"], **where, **spec["params"])


def filled(text: str, environment: Mapping[str, str]) -> str:
    """The text with every `${NAME}` filled in from the environment. Raises HelixRefused."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in environment:
            raise HelixRefused(f"the environment variable {match[1]}, which the endpoint {text} needs, is not set")
        return environment[match[1]]

    return re.sub(r"\$\{(\w+)\}", value, text)


def _load_state(artifact: Artifact, program: Any, adapter: Any) -> None:
    from .hashes import prompt_hash
    from .state import load_state

    if load_state(program, artifact.state) != artifact.lock["state_hash"]:
        raise HelixRefused(
            "the loaded program's state is not the one that was approved: its hash differs from the lock's"
        )
    if prompt_hash(program, adapter) != artifact.lock["prompt_hash"]:
        raise HelixRefused("the program would send other prompts here than were evaluated; the DSPy version may differ")


def _check_source(lock: dict[str, Any], root: Path) -> None:
    if source_hash(lock["entry"], root, lock["files"]) != lock["program_source"]:
        raise HelixRefused(
            f"the source of {lock['program']} is not the one that was evaluated: its hash differs from the lock's"
        )


def _check_origin(entry: str, root: Path) -> None:
    """What was hashed has to be what was imported."""
    module = entry.partition(":")[0]
    origin, wanted = getattr(sys.modules[module], "__file__", None), module_file(module, root)
    if origin is None or wanted is None or Path(origin).resolve() != wanted.resolve():
        raise HelixRefused(f"{module} was imported from {origin}, not from {root}")


def _root_of(entry: str) -> Path:
    """The folder on Python's path that holds the entry's top-level package or module."""
    top = entry.partition(":")[0].partition(".")[0]
    found = importlib.util.find_spec(top)
    if found is None or found.origin is None:
        raise HelixRefused(f"Python finds no module {top}; pass root, the folder that holds the team's source")
    origin = Path(found.origin).resolve()
    return origin.parent.parent if found.submodule_search_locations else origin.parent


def _check_dspy() -> None:
    import dspy

    major, minor = (int(part) for part in re.findall(r"\d+", dspy.__version__)[:2])
    if (major, minor) < (3, 3) or major > 3:
        raise HelixRefused(f"helix_loader needs dspy>=3.3,<4; this is {dspy.__version__}")
