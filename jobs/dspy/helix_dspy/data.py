"""A program's data from a team's own callable: `dspy.Example`s, one after the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dspy
from helix_loader.plain import plain_fields
from helix_loader.programs import load_object

from .rows import BadInput


def examples_of(entry: str, root: Path, input_fields: list[str]) -> Iterator[dict[str, Any]]:
    """Inputs and label of each example that `module:callable` gives. Raises ImportFailed or BadInput, with the number."""
    give = load_object(entry, root)
    try:
        given = iter(give())
    except (Exception, SystemExit) as error:
        raise BadInput(f"{entry} raised {type(error).__name__}: {error}") from error
    number = 0
    while True:
        number += 1
        try:
            example = next(given)
        except StopIteration:
            return
        except (Exception, SystemExit) as error:
            raise BadInput(f"{entry} raised {type(error).__name__} at example {number}: {error}") from error
        if not isinstance(example, dspy.Example):
            raise BadInput(f"example {number} of {entry} is {type(example).__name__}, not a dspy.Example")
        yield _row(example, f"example {number} of {entry}", input_fields)


def _row(example: Any, where: str, input_fields: list[str]) -> dict[str, Any]:
    missing = [name for name in input_fields if name not in example]
    if missing:
        raise BadInput(f"{where} has no {', '.join(missing)}, which helix.yaml names under `inputs`")
    try:
        values = plain_fields(example)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{where} cannot be written as JSON: {error}") from error
    label = {name: value for name, value in values.items() if name not in input_fields}
    return {"inputs": {name: values[name] for name in input_fields}, "label": label}
