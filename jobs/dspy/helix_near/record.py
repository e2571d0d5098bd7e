"""A record's shingles and its guard: what any two near-duplicates share in part, and what they share wholly."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from .words import chunks, is_critical


def shingles(value: Any, path: str = "") -> set[str]:
    """Field-aware: three letters of a word with the field they stand in; places in lists do not count."""
    found: set[str] = set()
    for place, leaf in leaves(value, path):
        if isinstance(leaf, str):
            for chunk in chunks(leaf):
                for token in chunk:
                    found.update(_grams(place, token) if len(token) <= _LONGEST_KEPT else _pieces(place, token))
        else:
            found.add(f"{place}={json.dumps(leaf)}")
    return found


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name in sorted(value):
            yield from leaves(value[name], f"{path}/{name}")
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    else:
        yield path, value


# Words come again and again; what is longer is a link or a blob and comes once.
_LONGEST_KEPT = 40


@lru_cache(maxsize=100_000)
def _grams(place: str, token: str) -> tuple[str, ...]:
    return _pieces(place, token)


def _pieces(place: str, token: str) -> tuple[str, ...]:
    if is_critical(token):
        return (f"{place}#{token}",)
    padded = f"^{token}$"
    return tuple(f"{place}:{padded[at : at + 3]}" for at in range(len(padded) - 2))


def guard(value: Any) -> str:
    """Equal for every pair that could be near-duplicates: the shape, and every number, negation and plain value."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{guard(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(guard(item) for item in value)) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    return '"' + " ".join(sorted(token for chunk in chunks(value) for token in chunk if is_critical(token))) + '"'
