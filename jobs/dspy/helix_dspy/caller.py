"""Who is asking a language model: the program, or the metric that judges it. Their calls are booked apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_IN_METRIC: ContextVar[bool] = ContextVar("helix_in_metric", default=False)

METRIC = "metric"
PROGRAM = "program"


@contextmanager
def judging() -> Iterator[None]:
    """While the metric works: what asks a language model now is the metric."""
    token = _IN_METRIC.set(True)
    try:
        yield
    finally:
        _IN_METRIC.reset(token)


def booked_as(role: str) -> str:
    """The role a call is booked under: `metric` in the metric, `program` for a model the program brings, else its own."""
    if _IN_METRIC.get():
        return METRIC
    return PROGRAM if role.startswith("own:") else role
