"""The contract with the TypeScript side: `contract.json`, compiled once."""

import json
from pathlib import Path
from typing import Any

from .schema import first_error

try:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
except ImportError:  # a team's own interpreter may do without
    Draft202012Validator = None

_SCHEMAS: dict[str, Any] = json.loads((Path(__file__).parent / "contract.json").read_text("utf-8"))


class ContractBroken(Exception):
    """Something that is not in the contract; the message says where and why."""


def _validator(schema: dict[str, Any]) -> Any:
    return Draft202012Validator(schema) if Draft202012Validator else schema


def _variants(name: str, key: str) -> dict[str, Any]:
    schema = _SCHEMAS[name]
    # Free JSON is JSON by how it is read and written; walking it per event would cost more than the event.
    loose = {"$defs": {definition: True for definition in schema.get("$defs", {})}}
    return {item["properties"][key]["const"]: _validator({**loose, **item}) for item in schema["oneOf"]}


_EVENTS = _variants("RunnerEvent", "type")
_SPECS = _variants("JobSpec", "kind")
_ROW = _validator({**_SCHEMAS["RowSpec"], "$defs": {name: True for name in _SCHEMAS["RowSpec"]["$defs"]}})


def check_event(event: dict[str, Any]) -> None:
    """Raises ContractBroken when an event is not one of the contract's."""
    _check(_EVENTS[event["type"]], event, f"a {event['type']} event")


def check_spec(spec: Any) -> None:
    """Raises ContractBroken when a job spec is not one of the contract's."""
    kind = spec.get("kind") if isinstance(spec, dict) else None
    if kind not in _SPECS:
        raise ContractBroken(f"the job spec's kind is {kind!r}; it has to be one of {', '.join(_SPECS)}")
    _check(_SPECS[kind], spec, "the job spec")


def check_row(row: Any, where: str) -> None:
    """Raises ContractBroken when a row is not as the contract has it."""
    _check(_ROW, row, where)


def read_row(line: str | bytes, where: str) -> dict[str, Any]:
    """A line of a rows file, checked. Raises ContractBroken, which names the place."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ContractBroken(f"{where} is not JSON: {error}") from error
    check_row(row, where)
    return row


def _check(validator: Any, value: Any, what: str) -> None:
    place, words = _first_error(validator, value) or ("", "")
    if words:
        raise ContractBroken(
            f"{what} is not as the contract has it{f' at {place}' if place else ''}: {words[:300]}"
        )


def _first_error(validator: Any, value: Any) -> tuple[str, str] | None:
    if Draft202012Validator is None:
        return first_error(validator, value)
    error = best_match(validator.iter_errors(value))
    return None if error is None else ("/".join(map(str, error.absolute_path)), error.message)
