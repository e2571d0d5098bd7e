"""RFC 8785 canonical JSON, byte for byte what the TypeScript side writes, and the sha256 over it."""

import hashlib
import json
import math
from decimal import Decimal
from typing import Any


def canonical(value: Any) -> bytes:
    """Canonical JSON of plain data as UTF-8. Raises ValueError on NaN and infinity, TypeError on what is not JSON."""
    # A lone surrogate becomes its \udXXX escape, as JSON.stringify writes it.
    return _text(value).encode("utf-8", "backslashreplace")


def sha256(data: bytes) -> str:
    """Hex digest of bytes."""
    return hashlib.sha256(data).hexdigest()


def digest_of(value: Any) -> str:
    """Hex sha256 of the canonical JSON of plain data."""
    return sha256(canonical(value))


def _text(value: Any) -> str:
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(_text, value))}]"
    if isinstance(value, dict):
        # RFC 8785 sorts names by UTF-16 code units.
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return f"{{{','.join(f'{_text(name)}:{_text(value[name])}' for name in names)}}}"
    raise TypeError(f"{type(value).__name__} is not JSON")


def _number(value: float) -> str:
    """A float as ECMAScript writes it: shortest digits, exponent only below 1e-6 and from 1e21."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not JSON")
    if value == 0:
        return "0"
    if 1e-6 <= abs(value) < 1e21:
        digits = format(Decimal(repr(value)), "f")
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    mantissa, exponent = repr(value).split("e")
    return f"{mantissa.removesuffix('.0')}e{exponent[0]}{exponent[1:].lstrip('0')}"
