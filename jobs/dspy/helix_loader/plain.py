"""Values of a program as plain JSON, and plain JSON back as the types a program declares."""

import dataclasses
import datetime
import enum
import math
from typing import Any


def plain(value: Any) -> Any:
    """Pydantic models dumped, enums as their values, everything else as JSON or, at last, as text."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=str)
    return _object(value)


def plain_fields(record: Any) -> dict[str, Any]:
    """The fields of a `dspy.Example` or `dspy.Prediction` as plain JSON."""
    return {name: plain(item) for name, item in record.items()}


def typed(annotation: Any, value: Any) -> Any:
    """A JSON value as the declared type; what is typed already stays. Raises pydantic.ValidationError."""
    from pydantic import TypeAdapter

    return TypeAdapter(annotation).validate_python(value)


def _object(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json"))
    if hasattr(value, "toDict"):
        return plain(value.toDict())
    if hasattr(value, "item") and not isinstance(value, type):  # a numpy scalar
        return plain(value.item())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain(dataclasses.asdict(value))
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)
