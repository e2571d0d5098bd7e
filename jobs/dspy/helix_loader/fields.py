"""Fields of signatures: their records for hashes and views, and the types a whole program declares."""

import types
import typing
from typing import Any


def field_records(signature: Any) -> list[dict[str, str]]:
    """Ordered fields as {name, io, type, desc}."""
    return [
        {
            "name": name,
            "io": "input" if name in signature.input_fields else "output",
            "type": type_name(field.annotation),
            "desc": str(field.json_schema_extra.get("desc") or ""),
        }
        for name, field in signature.fields.items()
    ]


def type_name(annotation: Any) -> str:
    """A type as it is written in source, the same in every process."""
    if annotation is None or annotation is type(None):
        return "None"
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return f"Literal[{', '.join(map(repr, arguments))}]"
    if origin in (typing.Union, types.UnionType):
        return " | ".join(type_name(item) for item in arguments)
    if origin is not None:
        name = getattr(origin, "__name__", str(origin))
        return f"{name}[{', '.join('...' if item is ... else type_name(item) for item in arguments)}]"
    return annotation.__qualname__ if isinstance(annotation, type) else str(annotation)


def input_types(program: Any) -> dict[str, Any]:
    """Annotation of each input field of the program's parts, by name; the first predictor wins."""
    types: dict[str, Any] = {}
    for signature in _signatures(program):
        for name, field in signature.input_fields.items():
            types.setdefault(name, field.annotation)
    return types


def output_types(program: Any) -> dict[str, Any]:
    """Annotation of each output field that no other predictor takes as an input, by name; the last predictor wins."""
    signatures = _signatures(program)
    taken = {name for signature in signatures for name in signature.input_fields}
    outputs = {name: field.annotation for item in signatures for name, field in item.output_fields.items()}
    return {name: annotation for name, annotation in outputs.items() if name not in taken} or outputs


def _signatures(program: Any) -> list[Any]:
    """Signatures of the program's parts, in order; of an agent (`dspy.ReAct`) its own, not those of what is inside."""
    predictors = dict(program.named_predictors())
    modules = [(_path(path), module) for path, module in program.named_sub_modules()]
    composed = [(path, module) for path, module in modules if not _is_predictor(module, predictors)]
    agents = {path: module.signature for path, module in composed if _is_agent(module)}
    found: dict[str, Any] = {}
    for name, predictor in predictors.items():
        path = next((path for path in agents if not path or name == path or name.startswith(f"{path}.")), None)
        if path is None:
            found[name] = predictor.signature
        else:
            found.setdefault(path, agents[path])
    return list(found.values())


def _path(path: str) -> str:
    return "" if path == "self" else path.removeprefix("self.")


def _is_predictor(module: Any, predictors: dict[str, Any]) -> bool:
    return any(module is predictor for predictor in predictors.values())


def _is_agent(module: Any) -> bool:
    signature = getattr(module, "signature", None)
    return isinstance(signature, type) and hasattr(signature, "output_fields")
