"""State-only JSON of a program: no language models, no traces, and read only into a program of the same shape."""

import re
from collections.abc import Iterator
from typing import Any

from .fields import field_records
from .hashes import predictors, state_hash
from .plain import plain
from .refused import HelixRefused

#: The extra key under which the state carries the shape it was written from.
RECORD = "helix"

_SECRET_NAMES = {"api_key", "authorization", "extra_headers", "headers", "password", "secret"}
_SECRET_SHAPES = re.compile(
    r"sk-[A-Za-z0-9_-]{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[A-Za-z0-9-]{10,}|Bearer [A-Za-z0-9._~+/-]{20,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)


def dump_state(program: Any) -> dict[str, Any]:
    """State of every saved predictor as plain JSON, every `lm` null, with the record that `load_state` checks."""
    # A program that is one bare predictor is its own part, called `self`; DSPy would write it without the name.
    parts = program.named_parameters()
    state = {name: _without_runtime(plain(part.dump_state(json_mode=True))) for name, part in parts}
    if RECORD in state:
        raise HelixRefused(f"a predictor may not be called {RECORD}; rename it in the program")
    return {**state, RECORD: {"v": 1, "predictors": _shape(program)}}


def load_state(program: Any, state: dict[str, Any]) -> str:
    """Loads a state in place and answers its hash. Raises HelixRefused when the program has another shape."""
    import dspy

    recorded = state.get(RECORD)
    if not isinstance(recorded, dict) or recorded.get("v") != 1:
        raise HelixRefused("the state carries no record of the program it was written from, so it cannot be checked")
    difference = _difference(recorded["predictors"], _shape(program))
    if difference:
        raise HelixRefused(f"the state does not fit the program: {difference}")
    parts = {name: {**value, "lm": None} for name, value in state.items() if name != RECORD}
    dspy.Module.load_state(program, parts)  # a bare predictor's own method would want its state without the name
    return state_hash(program)


def unsaved_predictors(program: Any) -> list[str]:
    """Predictors whose state JSON would be lost, because a module above them is marked as compiled."""
    saved = {id(parameter) for _, parameter in program.named_parameters()}
    return [path for path, predictor in predictors(program).items() if id(predictor) not in saved]


def pinned_predictors(program: Any) -> list[str]:
    """Predictors that bring their own language model, which nobody could meter or swap."""
    return [path for path, predictor in predictors(program).items() if getattr(predictor, "lm", None) is not None]


def secrets_in(state: Any, known: tuple[str, ...] = ()) -> list[str]:
    """Paths inside a state that hold something like a secret, or one of the known ones."""
    return sorted({path for path, name, text in _leaves(state) if _is_secret(name, text, known)})


def _is_secret(name: str, text: str, known: tuple[str, ...]) -> bool:
    return name.lower() in _SECRET_NAMES or bool(_SECRET_SHAPES.search(text)) or any(key in text for key in known)


def _leaves(value: Any, path: str = "", name: str = "") -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}/{key}", str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}/{index}", name)
    elif isinstance(value, str):
        yield path, name, value


def _without_runtime(state: dict[str, Any]) -> dict[str, Any]:
    return {**state, "lm": None, "traces": [], "train": []}


def _shape(program: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "fields": [
                {key: item[key] for key in ("name", "io", "type")} for item in field_records(predictor.signature)
            ],
        }
        for name, predictor in program.named_predictors()
    ]


def _difference(recorded: list[dict[str, Any]], present: list[dict[str, Any]]) -> str | None:
    """What differs, in words; None when the shapes are equal."""
    names, here = [item["name"] for item in recorded], [item["name"] for item in present]
    if names != here:
        return f"it was written for the predictors {', '.join(names)}, the program has {', '.join(here) or 'none'}"
    for before, now in zip(recorded, present, strict=True):
        if before["fields"] != now["fields"]:
            return f"the fields of {now['name']} were {_words(before)}, now they are {_words(now)}"
    return None


def _words(shape: dict[str, Any]) -> str:
    return ", ".join(f"{field['name']}: {field['type']} ({field['io']})" for field in shape["fields"])
