"""The part of JSON Schema that the contract uses, for interpreters without jsonschema."""

import operator
import re
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list, tuple),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}


def first_error(schema: Any, value: Any, place: tuple[str, ...] = ()) -> tuple[str, str] | None:
    """Place and words of the first thing that does not fit, or None. `$ref` is taken as fitting: those are free JSON."""
    if schema is True or "$ref" in schema:
        return None
    for key in ("anyOf", "oneOf"):
        if key in schema and all(first_error(each, value, place) for each in schema[key]):
            return "/".join(place), f"{value!r:.200} fits none of the forms it may have"
    if "const" in schema and (value != schema["const"] or isinstance(value, bool) != isinstance(schema["const"], bool)):
        return "/".join(place), f"{schema['const']!r} was expected"
    if "enum" in schema and value not in schema["enum"]:
        return "/".join(place), f"{value!r:.200} is not one of {schema['enum']}"
    if "type" in schema and not _is_a(value, schema["type"]):
        return "/".join(place), f"{value!r:.200} is not of type {schema['type']!r}"
    return _bounds(schema, value, place) or _members(schema, value, place)


def _is_a(value: Any, kind: str | list[str]) -> bool:
    if isinstance(kind, list):
        return any(_is_a(value, each) for each in kind)
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[kind])


def _bounds(schema: Any, value: Any, place: tuple[str, ...]) -> tuple[str, str] | None:
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        return "/".join(place), f"{value!r:.200} does not match {schema['pattern']!r}"
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    for key, is_wrong in (("minimum", operator.lt), ("exclusiveMinimum", operator.le), ("maximum", operator.gt)):
        if key in schema and is_wrong(value, schema[key]):
            return "/".join(place), f"{value} does not keep to the {key} of {schema[key]}"
    return None


def _members(schema: Any, value: Any, place: tuple[str, ...]) -> tuple[str, str] | None:
    if isinstance(value, (list, tuple)) and "items" in schema:
        errors = (first_error(schema["items"], each, (*place, str(n))) for n, each in enumerate(value))
        return next((error for error in errors if error), None)
    if not isinstance(value, dict):
        return None
    missing = [name for name in schema.get("required", []) if name not in value]
    if missing:
        return "/".join(place), f"{missing[0]!r} is a required property"
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for name, each in value.items():
        if name not in properties and others is False:
            return "/".join(place), f"{name!r} was unexpected"
        error = first_error(properties.get(name, others), each, (*place, str(name)))
        if error:
            return error
    return None
