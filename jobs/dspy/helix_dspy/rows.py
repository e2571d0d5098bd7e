"""Rows of a job as `dspy.Example`s, typed as the program's fields declare."""

from pathlib import Path
from typing import Any

import dspy
from helix_loader.fields import input_types, output_types
from helix_loader.plain import typed
from pydantic import ValidationError

from .contract import read_row

#: DSPy hides keys with this prefix from prompts, so a demo still knows which row it came from.
ROW_ID = "dspy_helix_id"


class BadInput(Exception):
    """A row's inputs do not fit the program's types; the message names the field."""


class Types:
    """Declared types of a program's fields; what is not declared stays as it is."""

    def __init__(self, program: Any) -> None:
        self.inputs = input_types(program)
        self.outputs = output_types(program)

    def read_inputs(self, values: dict[str, Any]) -> dict[str, Any]:
        """Inputs with their declared types. Raises BadInput."""
        return {name: self._input(name, value) for name, value in values.items()}

    def read_outputs(self, values: dict[str, Any]) -> dict[str, Any]:
        """Labels or stored predictions with their declared types; a value that does not fit stays plain."""
        return {name: _typed_or_plain(self.outputs.get(name, Any), value) for name, value in values.items()}

    def _input(self, name: str, value: Any) -> Any:
        try:
            return typed(self.inputs.get(name, Any), value)
        except ValidationError as error:
            raise BadInput(f"the input {name} does not fit its type: {error.errors()[0]['msg']}") from error


def read_rows(path: str) -> list[dict[str, Any]]:
    """Rows of a JSON lines file. Raises ContractBroken with the line's number."""
    lines = Path(path).read_text("utf-8").splitlines()
    return [read_row(line, f"line {number} of {Path(path).name}") for number, line in enumerate(lines, 1) if line.strip()]


def example_of(row: dict[str, Any], types: Types, input_fields: list[str]) -> dspy.Example:
    """A labelled or unlabelled example. Raises BadInput."""
    values = {**types.read_outputs(row["label"] or {}), **types.read_inputs(row["inputs"])}
    return dspy.Example(**values, **{ROW_ID: row["id"]}).with_inputs(*input_fields)


def _typed_or_plain(annotation: Any, value: Any) -> Any:
    try:
        return typed(annotation, value)
    except ValidationError:
        return value
