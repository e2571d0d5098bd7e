"""`python -m helix_near`: questions as JSON lines on stdin, one answer line each on stdout; ends with its stdin."""

import json
import sys
from typing import Any

from .alike import compare
from .sign import sign


def answer(question: dict[str, Any]) -> dict[str, Any]:
    if "sign" in question:
        return {"signed": [sign(inputs) for inputs in question["sign"]]}
    return {"compared": [compare(a, b) for a, b in question["compare"]]}


def main() -> None:
    for line in sys.stdin:
        try:
            said = answer(json.loads(line))
        except Exception as error:  # the asker is told, and the next question is answered all the same
            said = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
