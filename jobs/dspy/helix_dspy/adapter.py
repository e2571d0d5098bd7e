"""A parse failure that optimizers can take: DSPy 3.3.1 loses the row when an answer parses in part."""

from typing import Any

from dspy.utils.exceptions import AdapterParseError


def whole_failures(adapter: Any) -> Any:
    """The adapter, with the fields that did parse left out of its errors; prompts and parsing stay as they are."""

    class WholeFailures(type(adapter)):  # type: ignore[misc]
        def __call__(self, *arguments: Any, **named: Any) -> Any:
            try:
                return super().__call__(*arguments, **named)
            except AdapterParseError as error:
                error.parsed_result = None
                raise

    WholeFailures.__name__ = type(adapter).__name__  # it names itself in error messages
    adapter.__class__ = WholeFailures
    return adapter
