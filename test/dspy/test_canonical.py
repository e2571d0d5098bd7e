"""Canonical JSON has to be byte for byte what JavaScript's RFC 8785 writes."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from helix_loader.canonical import canonical, digest_of
from helix_loader.plain import plain

REPOSITORY = Path(__file__).parents[2]
VALUES = [
    {"b": [1, 2.0, 0.1, -0.0], "a": None, "é": True, "\U0001f600": 1, "ﬀ": 2},
    [1e-7, 1e-6, 1.5e-9, 1e21, 1e20, 123456789012345680000.0, 1.7976931348623157e308, 5e-324, 0.000001, 1e16, 100.25],
    'quote " backslash \\ control \x01 \x7f tab \t newline \n \u2028 end',
    {"nested": {"z": {}, "a": []}},
]


@pytest.mark.parametrize("value", VALUES, ids=["names", "numbers", "text", "nesting"])
def test_the_bytes_are_those_of_javascript(value):
    script = "import c from 'canonicalize'; import {readFileSync} from 'node:fs'; "
    script += "process.stdout.write(c(JSON.parse(readFileSync(0, 'utf8'))))"
    node = subprocess.run(
        [shutil.which("node"), "--input-type=module", "-e", script],
        input=json.dumps(value),
        capture_output=True,
        check=True,
        encoding="utf-8",
        cwd=REPOSITORY,
    )

    assert canonical(value).decode() == node.stdout


def test_a_lone_surrogate_is_escaped_so_that_any_prompt_has_a_digest():
    assert canonical("a \ud800") == b'"a \\ud800"'


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(ValueError):
        canonical([value])


def test_a_digest_does_not_depend_on_the_order_of_names():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1}) != digest_of({"a": 2, "b": 1})


def test_values_of_a_program_become_plain_json():
    import enum

    import numpy
    import pydantic

    class Safety(enum.Enum):
        UNSAFE = "DefinitelyUnsafe"

    class Item(pydantic.BaseModel):
        name: str
        safety: Safety

    given = {
        "items": [Item(name="milk", safety=Safety.UNSAFE)],
        "score": numpy.float64(0.5),
        "bad": float("nan"),
        "set": {"b", "a"},
    }

    assert plain(given) == {
        "items": [{"name": "milk", "safety": "DefinitelyUnsafe"}],
        "score": 0.5,
        "bad": None,
        "set": ["a", "b"],
    }
