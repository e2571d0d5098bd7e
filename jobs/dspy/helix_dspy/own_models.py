"""Language models that a team's code makes itself: metered, priced and capped like the run's, or refused before a call."""

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import dspy

from .caller import booked_as
from .guard import Guard, HelixAbort
from .lm import HelixLM

#: Roles under which a spec carries the models of helix.yaml that the team's own code may call.
OWN = "own:"
_NOT_PARAMS = frozenset({"api_key", "api_base", "base_url", "cache", "timeout", "num_retries", "rollout_id"})


class OwnModels:
    """Stands behind every `dspy.LM` that is not Helix's: its calls go through a `HelixLM` of the same model."""

    def __init__(self, lms: dict[str, HelixLM], guard: Guard) -> None:
        # Models named for the team's code come first: a role of the run may carry the parameters of a branch.
        self._known = sorted(lms.values(), key=lambda lm: not lm.role.startswith(OWN))
        self._guard = guard
        self._guarded: dict[int, tuple[dspy.LM, HelixLM]] = {}
        self.made = 0

    def install(self) -> None:
        """From here on no `dspy.LM` of this process asks a provider by itself. Before the team's code is imported."""
        create, forward, aforward = dspy.LM.__init__, dspy.LM.forward, dspy.LM.aforward
        own = self

        def __init__(self: Any, *arguments: Any, **named: Any) -> None:
            create(self, *arguments, **named)
            own.made += not isinstance(self, HelixLM)

        def _forward(self: Any, prompt: Any = None, messages: Any = None, **kwargs: Any) -> Any:
            if isinstance(self, HelixLM):
                return forward(self, prompt, messages, **kwargs)
            return own.behind(self).forward(prompt, messages, **kwargs)

        async def _aforward(self: Any, prompt: Any = None, messages: Any = None, **kwargs: Any) -> Any:
            if isinstance(self, HelixLM):
                return await aforward(self, prompt, messages, **kwargs)
            return await own.behind(self).aforward(prompt, messages, **kwargs)

        dspy.LM.__init__, dspy.LM.forward, dspy.LM.aforward = __init__, _forward, _aforward

    def behind(self, lm: dspy.LM) -> HelixLM:
        """The guarded model for one that a team's code made. One without a price stops the job (HelixAbort)."""
        held = self._guarded.get(id(lm))
        if held is not None and held[0] is lm:
            return held[1]
        known = self._find(lm)
        params = {name: value for name, value in lm.kwargs.items() if name not in _NOT_PARAMS and value is not None}
        made = HelixLM(known.role, {**known.spec, "params": params}, known.desk)
        self._guarded[id(lm)] = (lm, made)
        return made

    def _find(self, lm: dspy.LM) -> HelixLM:
        address = lm.kwargs.get("api_base") or lm.kwargs.get("base_url")
        for known in self._known:
            if known.model == lm.model and address in (None, known.spec["api_base"]):
                return known
        who = booked_as(OWN)
        where = f" at {address}" if address else ""
        self._guard.trip(
            "no_price",
            f"the {who} makes a language model of its own, {lm.model}{where}, which helix.yaml gives no price, so its "
            f"cost could not be kept within the run's limit: name it under `models` (the same lm, address and a price)",
        )
        raise HelixAbort("no_price")


def makes_models(paths: Iterable[Path]) -> bool:
    """Whether a source file makes a `dspy.LM`, as far as reading it tells."""
    return any(_calls(path, {"LM"}) for path in paths)


def asks_models(paths: Iterable[Path]) -> bool:
    """Whether a source file makes a `dspy.LM` or a module that asks one, as far as reading it tells."""
    return any(_calls(path, {"LM", "Predict", "ChainOfThought", "ReAct", "ProgramOfThought", "RLM"}) for path in paths)


def _calls(path: Path, names: set[str]) -> bool:
    called = (node.func for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call))
    return any(getattr(function, "attr", getattr(function, "id", None)) in names for function in called)
