"""A plain number: half for the cause, half for who pays."""

from typing import Any


def score(example: Any, pred: Any, trace: Any = None) -> float:
    """From 0 to 1; what is missing counts as wrong."""
    cause = pred.get("cause") == example.cause
    pays = pred.get("pays") is not None and bool(pred.get("pays")) == example.pays
    return (cause + pays) / 2
