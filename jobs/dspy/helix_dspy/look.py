"""`python -m helix_dspy.look <root> <module>…`: what modules hold that a helix.yaml would name. One JSON line on fd 3."""

import inspect
import os
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from .channel import open_channel
from .supported import why_unsupported

_BUILDER = re.compile(r"build|make|create|program|module|get_", re.IGNORECASE)
_SCORER = re.compile(r"metric|score|judge|evaluat|accura|correct|match|grade", re.IGNORECASE)
_GIVER = re.compile(r"load|data|examples|rows|trainset|devset|testset", re.IGNORECASE)
_GOLD = re.compile(r"example|gold|ex$|row|reference|truth|target|^x$|^e$", re.IGNORECASE)
_PREDICTED = re.compile(r"pred|output|answer|result|guess|^y$|^p$", re.IGNORECASE)
_MODEL = re.compile(r"\bLM\(\s*(?:model\s*=\s*)?[\"']([\w.-]+/[^\"']+)[\"']")


def look(root: Path, names: list[str]) -> dict[str, Any]:
    """Programs (with fields), metrics, data callables and model names of the modules, and what could not be imported."""
    from helix_loader.programs import ImportFailed, put_first

    put_first(root)
    found: dict[str, Any] = {"programs": [], "metrics": [], "data": [], "models": [], "failed": [], "instances": []}
    for name in names:
        try:
            module = _imported(name, root)
        except ImportFailed as error:
            found["failed"].append(f"{name}: {error}")
            continue
        _look_into(module, root, found)
        text = Path(str(module.__file__)).read_text("utf-8", "replace") if module.__file__ else ""
        found["models"] += [each for each in _MODEL.findall(text) if each not in found["models"]]
    found["models"] = [{"lm": name, "price": _price(name)} for name in found["models"]]
    found["programs"].sort(key=lambda each: (each["kind"] != "function", not each["is_typed"]))
    return found


def _imported(name: str, root: Path) -> ModuleType:
    from helix_loader.programs import load_object

    load_object(f"{name}:__name__", root)
    return sys.modules[name]


def _look_into(module: ModuleType, root: Path, found: dict[str, Any]) -> None:
    import dspy

    for name, item in list(vars(module).items()):
        entry = f"{module.__name__}:{name}"
        if isinstance(item, dspy.Module):
            found["instances"].append(entry)
        if getattr(item, "__module__", None) != module.__name__ or name.startswith("_"):
            continue
        if inspect.isclass(item) and issubclass(item, dspy.Module) and _needs_nothing(item):
            _try_program(entry, "class", True, root, found)
        elif inspect.isfunction(item):
            _look_at_function(entry, name, item, root, found)


def _look_at_function(entry: str, name: str, function: Any, root: Path, found: dict[str, Any]) -> None:
    import dspy

    if _needs_nothing(function):
        answer = inspect.signature(function, eval_str=False).return_annotation
        words = answer if isinstance(answer, str) else getattr(answer, "__name__", str(answer))
        is_module = inspect.isclass(answer) and issubclass(answer, dspy.Module)
        if is_module or words.rpartition(".")[2] == "Module" or _BUILDER.search(name):
            _try_program(entry, "function", is_module or "Module" in words, root, found)
        elif "Example" in str(answer) or _GIVER.search(name):
            found["data"].append(entry)
    elif _is_metric(name, function):
        found["metrics"].append({"entry": entry, "is_named": bool(_SCORER.search(entry))})


def _needs_nothing(item: Any) -> bool:
    try:
        parameters = inspect.signature(item).parameters.values()
    except (TypeError, ValueError):
        return False
    return all(each.default is not each.empty or each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD) for each in parameters)


def _is_metric(name: str, function: Any) -> bool:
    from .metric import Metric

    parameters = list(inspect.signature(function).parameters)
    if len(parameters) < 2 or not _GOLD.search(parameters[0]) or not _PREDICTED.search(parameters[1]):
        return False
    try:
        return bool(Metric(function).arity)
    except (TypeError, ValueError):
        return False


def _try_program(entry: str, kind: str, is_typed: bool, root: Path, found: dict[str, Any]) -> None:
    from helix_loader.fields import input_types, output_types
    from helix_loader.programs import ImportFailed, build_program

    try:
        program = build_program(entry, root)
    except ImportFailed as error:
        if is_typed:
            found["failed"].append(f"{entry}: {error}")
        return
    predictors = [name for name, _ in program.named_predictors()]
    if not predictors:
        return
    named = _forward_inputs(program)
    outputs = list(output_types(program))
    inputs = named or [name for name in input_types(program) if name not in _made_inside(program)]
    found["programs"].append(
        {"entry": entry, "kind": kind, "is_typed": is_typed, "predictors": predictors, "inputs": inputs, "outputs": outputs}
    )


def _forward_inputs(program: Any) -> list[str]:
    """The names `forward` declares; none where it takes whatever comes."""
    parameters = inspect.signature(type(program).forward).parameters.values()
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [each.name for each in parameters if each.kind in kinds and each.name != "self"]


def _made_inside(program: Any) -> set[str]:
    return {name for _, predictor in program.named_predictors() for name in predictor.signature.output_fields}


def _price(model: str) -> dict[str, float] | None:
    """Dollars per million tokens by litellm's own list, which ships with it; None where it has none."""
    import litellm

    for name in (model, model.partition("/")[2]):
        known = litellm.model_cost.get(name)
        if known and "input_cost_per_token" in known:
            return {part: round(1e6 * known.get(f"{part}_cost_per_token", 0), 6) for part in ("input", "output")}
    return None


def main() -> None:
    """Never returns: the process leaves without waiting for threads of the team's code."""
    import json

    channel = open_channel()
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    unsupported = why_unsupported()
    found = {"unsupported": unsupported} if unsupported else look(Path(sys.argv[1]), sys.argv[2:])
    channel.write(json.dumps(found).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    main()
