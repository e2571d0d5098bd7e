"""Which flags of a prediction are which flags of the label."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Flag:
    name: str
    safety: str
    preference: str

    @property
    def key(self) -> tuple[str, str]:
        return fold(self.name), fold(self.preference)


@dataclass(frozen=True)
class Match:
    pairs: list[tuple[Flag, Flag]]  # (label, prediction)
    missed: list[Flag]
    extra: list[Flag]


def fold(text: str) -> str:
    """Case, quotes, punctuation and spaces do not matter."""
    bare = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'", "")
    return " ".join(re.findall(r"\w+", bare))


def read_flags(source: Any) -> list[Flag] | None:
    """The flags of an example or a prediction, each pair once; None when there is no list at all, which is no answer."""
    items = source.get("flagged_ingredients") if hasattr(source, "get") else None
    if items is None:
        return None
    flags = [Flag(*(str(part(item, key) or "") for key in ("name", "safety", "preference"))) for item in items]
    return list({flag.key: flag for flag in flags}.values())


def part(item: Any, key: str) -> Any:
    value = item.get(key) if isinstance(item, Mapping) else getattr(item, key, None)
    return getattr(value, "value", value)


def match(wanted: list[Flag], given: list[Flag]) -> Match:
    """Pairs flags by ingredient and preference."""
    by_key = {flag.key: flag for flag in given}
    keys = {flag.key for flag in wanted}
    return Match(
        pairs=[(flag, by_key[flag.key]) for flag in wanted if flag.key in by_key],
        missed=[flag for flag in wanted if flag.key not in by_key],
        extra=[flag for flag in given if flag.key not in keys],
    )
