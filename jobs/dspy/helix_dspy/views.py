"""A program for people and diffs: what each predictor says, takes and gives, and what it shows as demos."""

from typing import Any

from helix_loader.canonical import digest_of
from helix_loader.fields import field_records
from helix_loader.hashes import demo_fields, demo_flag, predictors, prompt_hash, state_hash
from helix_loader.state import dump_state

from .rows import ROW_ID


class Origins:
    """Finds the row a demo came from: by the id it carries, else by equal inputs."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows

    def of(self, predictor: Any, demo: Any) -> str | None:
        """Row id, or None when no row fits."""
        carried = demo.get(ROW_ID)
        if carried is not None:
            return str(carried)
        names = [name for name in predictor.signature.input_fields]
        shown = demo_fields(predictor, demo)
        wanted = digest_of({name: shown.get(name) for name in names})
        equal = (
            row["id"] for row in self._rows if digest_of({name: row["inputs"].get(name) for name in names}) == wanted
        )
        return next(equal, None)


def predictor_views(program: Any, origins: Origins) -> list[dict[str, Any]]:
    """`PredictorView`s of the contract."""
    return [_view(name, predictor, origins) for name, predictor in predictors(program).items()]


def program_fields(program: Any, adapter: Any, origins: Origins) -> dict[str, Any]:
    """The fields that `described` and `candidate` events share."""
    return {
        "state": dump_state(program),
        "state_hash": state_hash(program),
        "prompt_hash": prompt_hash(program, adapter),
        "predictors": predictor_views(program, origins),
    }


def _view(name: str, predictor: Any, origins: Origins) -> dict[str, Any]:
    return {
        "name": name,
        "module": type(predictor).__qualname__,
        "instructions": predictor.signature.instructions,
        "fields": field_records(predictor.signature),
        "demos": [
            {
                "source": origins.of(predictor, demo),
                "augmented": demo_flag(demo),
                "fields": demo_fields(predictor, demo),
            }
            for demo in predictor.demos
        ],
    }
