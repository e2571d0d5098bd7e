"""Takes over a state that DSPy's own `save` wrote: it names no fields, so it is checked as far as it can be, and aloud."""

from typing import Any

from helix_loader.fields import field_records
from helix_loader.refused import HelixRefused
from helix_loader.state import RECORD, load_state

_WHAT = "the state file is not one of this program"


def adopt_state(program: Any, state: dict[str, Any]) -> None:
    """Loads the state in place. Raises HelixRefused, naming the predictor and the field, when it is another program's."""
    if RECORD in state:  # one of Helix's own, with the record of its program
        load_state(program, state)
        return
    saved = {name: part for name, part in state.items() if name != "metadata"}
    if "signature" in saved and "demos" in saved:  # a program that is one bare predictor is written without its name
        saved = {"self": saved}
    parts = dict(program.named_parameters())
    _check_names(sorted(saved), sorted(parts))
    for name, part in parts.items():
        _check_part(name, part, saved[name])
    import dspy

    dspy.Module.load_state(program, {name: {**value, "lm": None} for name, value in saved.items()})


def _check_names(saved: list[str], own: list[str]) -> None:
    if saved == own:
        return
    only = [f"it has {', '.join(set_)} {where}" for set_, where in _sides(saved, own) if set_]
    raise HelixRefused(f"{_WHAT}: {'; '.join(only)}")


def _sides(saved: list[str], own: list[str]) -> list[tuple[list[str], str]]:
    extra = [f"a predictor {name}" for name in saved if name not in own]
    missing = [f"no predictor {name}" for name in own if name not in saved]
    return [(extra, "which the program has not"), (missing, "which the program has")]


def _check_part(name: str, part: Any, saved: Any) -> None:
    if not isinstance(saved, dict) or not isinstance(saved.get("signature"), dict):
        raise HelixRefused(f"{_WHAT}: {name} has no signature in it; it is no state that DSPy 3's save() writes")
    own = part.dump_state(json_mode=True)["signature"]["fields"]
    given = saved["signature"].get("fields") or []
    prefixes = [[field.get("prefix") for field in fields] for fields in (given, own)]
    if len(given) != len(own) or prefixes[0] != prefixes[1]:
        raise HelixRefused(f"{_WHAT}: the fields of {name} are {_list(prefixes[0])} there and {_list(prefixes[1])} here")
    names = {record["name"] for record in field_records(part.signature)}
    for number, demo in enumerate(saved.get("demos") or [], 1):
        strange = sorted(key for key in demo if key not in {*names, "augmented"} and not key.startswith("dspy_"))
        if strange and not names & set(demo):
            raise HelixRefused(f"{_WHAT}: demo {number} of {name} has {', '.join(strange)}, and none of its fields")


def _list(prefixes: list[Any]) -> str:
    return ", ".join(str(prefix).rstrip(":") for prefix in prefixes) or "none"
