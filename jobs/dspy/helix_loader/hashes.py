"""The hashes Python owns, stable across processes: state and prompts here, sources in `source`."""

from typing import Any

from .canonical import digest_of
from .fields import field_records
from .plain import plain
from .source import source_hash as source_hash

#: Raised by hand when the way of evaluating changes; part of every prediction key.
EVAL_CONTRACT = 1


def prompt_digest(messages: Any) -> str:
    """sha256 of the canonical JSON of one call's messages."""
    return digest_of(plain(messages))


def predictors(program: Any) -> dict[str, Any]:
    """Every `dspy.Predict` inside a program by path, also those that `named_predictors` hides as compiled."""
    import dspy

    found = program.named_sub_modules(dspy.Predict)
    # An optimizer may hang its other candidates on its result; they are no part of the program.
    return {path.removeprefix("self."): item for path, item in found if not path.startswith("self.candidate_programs")}


def state_hash(program: Any) -> str:
    """Instructions, fields, configuration and demos of every predictor; never traces, versions or language models."""
    return digest_of({path: _predictor_state(predictor) for path, predictor in predictors(program).items()})


def prompt_hash(program: Any, adapter: Any) -> str:
    """The messages each predictor would send, with every input replaced by its name."""
    return digest_of({path: _messages(predictor, adapter) for path, predictor in predictors(program).items()})


def demo_fields(predictor: Any, demo: Any) -> dict[str, Any]:
    """A demo cut to the fields of its signature, as plain JSON."""
    values = demo if isinstance(demo, dict) else demo.toDict()
    return {name: plain(values[name]) for name in predictor.signature.fields if name in values}


def demo_flag(demo: Any) -> bool:
    """Whether a model wrote the demo (as opposed to a labelled row)."""
    return bool(demo.get("augmented", False))


def _predictor_state(predictor: Any) -> dict[str, Any]:
    return {
        "module": type(predictor).__qualname__,
        "instructions": predictor.signature.instructions,
        "config": plain(predictor.config),
        "fields": field_records(predictor.signature),
        "demos": [{"augmented": demo_flag(demo), "fields": demo_fields(predictor, demo)} for demo in predictor.demos],
    }


def _messages(predictor: Any, adapter: Any) -> Any:
    inputs = {name: f"<<{name}>>" for name in predictor.signature.input_fields}
    return plain(adapter.format(predictor.signature, predictor.demos, inputs))
