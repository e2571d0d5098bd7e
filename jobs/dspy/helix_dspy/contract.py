"""The contract with the TypeScript side: `contract.json`, compiled once."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

_SCHEMAS: dict[str, Any] = json.loads((Path(__file__).parent / "contract.json").read_text("utf-8"))


class ContractBroken(Exception):
    """Something that is not in the contract; the message says where and why."""


def _variants(name: str, key: str) -> dict[str, Draft202012Validator]:
    schema = _SCHEMAS[name]
    # Free JSON is JSON by how it is read and written; walking it per event would cost more than the event.
    loose = {"$defs": {definition: True for definition in schema.get("$defs", {})}}
    return {item["properties"][key]["const"]: Draft202012Validator({**loose, **item}) for item in schema["oneOf"]}


_EVENTS = _variants("RunnerEvent", "type")
_SPECS = _variants("JobSpec", "kind")
_ROW = Draft202012Validator({**_SCHEMAS["RowSpec"], "$defs": {name: True for name in _SCHEMAS["RowSpec"]["$defs"]}})


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


def _check(validator: Draft202012Validator, value: Any, what: str) -> None:
    error = best_match(validator.iter_errors(value))
    if error is not None:
        place = "/".join(map(str, error.absolute_path))
        raise ContractBroken(
            f"{what} is not as the contract has it{f' at {place}' if place else ''}: {error.message[:300]}"
        )
