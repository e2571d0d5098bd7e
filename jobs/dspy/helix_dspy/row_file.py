"""Rows of a file by number, read one at a time: a job knows 100,000 rows by where they begin."""

import json
import os
from array import array
from pathlib import Path
from typing import Any

from .contract import read_row


class RowFile:
    """Checked when it is opened, so that a bad row costs nothing. Raises ContractBroken with the line's number."""

    def __init__(self, path: str) -> None:
        self._starts = array("Q")
        self.needs_predictions = False
        place = 0
        with Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    row = read_row(line, f"line {number} of {Path(path).name}")
                    self.needs_predictions = self.needs_predictions or row["prediction"] is None
                    self._starts.append(place)
                place += len(line)
        self._starts.append(place)
        self._file = os.open(path, os.O_RDONLY)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> dict[str, Any]:
        start, end = self._starts[number], self._starts[number + 1]
        return json.loads(os.pread(self._file, end - start, start))
