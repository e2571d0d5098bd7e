"""Are two records near-duplicates? Exact, on the records themselves: a signature only proposes."""

import json
from collections import Counter
from typing import Any

from .record import shingles
from .words import chunks, contexts, is_critical, is_typo

Chunks = tuple[tuple[str, ...], ...]

# Lists are matched item by item; with more than this left over they are not the same list.
_MOST_UNMATCHED = 12


# A table of numbers is not searched through for one that moved.
_MOST_CONTEXTS = 500


class Differs(Exception):
    """The records say different things."""


def compare(a: Any, b: Any) -> dict[str, Any]:
    """`near` is the decision, `similarity` (0 to 1, Jaccard over shingles) is for people."""
    left, right = shingles(a), shingles(b)
    union = len(left | right)
    return {"near": is_near(a, b), "similarity": round(len(left & right) / union, 4) if union else 1.0}


def is_near(a: Any, b: Any) -> bool:
    """Same fields and the same values but for spelling, order of parts, and a slip or an added word here or there."""
    try:
        edits = _edits(a, b)
    except Differs:
        return False
    return edits <= max(2, _size(a) // 20)


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list):
        return sum(map(_size, value))
    return sum(map(len, chunks(value))) if isinstance(value, str) else 1


def _edits(a: Any, b: Any) -> int:
    """Slips and added words between two values; raises `Differs` where they cannot be the same."""
    if isinstance(a, dict) and isinstance(b, dict):
        if a.keys() != b.keys():
            raise Differs
        return sum(_edits(a[name], b[name]) for name in a)
    if isinstance(a, list) and isinstance(b, list):
        return _list_edits(a, b)
    if isinstance(a, str) and isinstance(b, str):
        return _text_edits(chunks(a), chunks(b))
    if type(a) is not type(b) or a != b:
        raise Differs
    return 0


def _list_edits(a: list, b: list) -> int:
    """In any order, one to one: an item more or less, or another item, is another list."""
    if len(a) != len(b):
        raise Differs
    left, right = Counter(map(_exactly, a)), Counter(map(_exactly, b))
    only_a = [json.loads(text) for text in (left - right).elements()]
    only_b = [json.loads(text) for text in (right - left).elements()]
    if len(only_a) > _MOST_UNMATCHED:
        raise Differs
    total = 0
    for item in only_a:
        edits, at = min((_or_none(item, other), at) for at, other in enumerate(only_b))
        if edits == float("inf"):
            raise Differs
        total += int(edits)
        only_b.pop(at)
    return total


def _or_none(a: Any, b: Any) -> float:
    try:
        return _edits(a, b)
    except Differs:
        return float("inf")


def _exactly(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _text_edits(a: Chunks, b: Chunks) -> int:
    left, right = Counter(token for chunk in a for token in chunk), Counter(token for chunk in b for token in chunk)
    only_a, only_b = list((left - right).elements()), list((right - left).elements())
    if any(map(is_critical, [*only_a, *only_b])):
        raise Differs
    if _joined(a) == _joined(b):
        return 0
    size = max(left.total(), right.total())
    if max(len(only_a), len(only_b)) > 3 + size // 8:
        raise Differs  # more than all that is let pass: no need to look for slips
    slips = _take_slips(only_a, only_b)
    if slips > max(1, size // 20):
        raise Differs
    if len(only_a) != len(only_b) and len(a) != len(b):
        raise Differs  # an item more in a list of things is no slip: another ingredient, another part
    _same_contexts(_without(a, only_a, right), _without(b, only_b, left))
    is_prose = size >= 4 * max(len(a), len(b))
    return slips + _words_edits(len(only_a), len(only_b), size if is_prose else min(size, 40))


def _without(text: Chunks, words: list[str], other: Counter[str]) -> Chunks:
    """Added words stand between a negation and what it denies: they are looked past."""
    added = {word for word in words if word not in other}
    return tuple(tuple(token for token in chunk if token not in added) for chunk in text) if added else text


def _joined(text: Chunks) -> str:
    return "".join(token for chunk in text for token in chunk)


def _take_slips(only_a: list[str], only_b: list[str]) -> int:
    """Pairs off words that are a slip of each other, in place."""
    slips = 0
    for word in list(only_a):
        twin = next((other for other in only_b if is_typo(word, other)), None)
        if twin is not None:
            only_a.remove(word)
            only_b.remove(twin)
            slips += 1
    return slips


def _words_edits(more_a: int, more_b: int, size: int) -> int:
    """A word for another is another product, or another wish, except in a long text; a word more is let pass in a sentence."""
    replaced, added = min(more_a, more_b), abs(more_a - more_b)
    if replaced > size // 50 or added > max(1, size // 20) or (added and size < 5):
        raise Differs
    return replaced + added


def _same_contexts(a: Chunks, b: Chunks) -> None:
    """2 % fat and 20 % sugar is not 20 % fat and 2 % sugar; without milk, with nuts is not with milk, without nuts."""
    left = [context for chunk in a for context in contexts(chunk)]
    right = [context for chunk in b for context in contexts(chunk)]
    if sorted(left) == sorted(right):
        return
    if len(left) > _MOST_CONTEXTS:
        raise Differs
    for token, around in left:
        twin = next((at for at, (other, about) in enumerate(right) if other == token and _meet(around, about)), None)
        if twin is None:
            raise Differs
        right.pop(twin)


def _meet(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    words_a, words_b = [word for word in a if word], [word for word in b if word]
    if not words_a or not words_b:
        return not words_a and not words_b
    return any(x == y or is_typo(x, y) for x in words_a for y in words_b)
