"""The first call of a process pays for lazy imports and schemas; paid here, it is no row's latency."""

from typing import Any

import dspy

from .answer import Body

_ANSWERS = ("[[ ## answer ## ]]\nyes\n\n[[ ## completed ## ]]", '{"answer": "yes"}')


class _Silent(dspy.BaseLM):
    """Answers at once, asks nobody."""

    forward_contract = "legacy"

    def forward(self, prompt: Any = None, messages: Any = None, **kwargs: Any) -> Any:
        return Body({"model": self.model, "usage": {}, "choices": [{"message": {"content": self.kwargs["answer"]}}]})


def warm_up(adapter: Any, lms: list[Any]) -> None:
    """One call through the adapter without a provider; litellm is loaded where the adapter or a model will need it."""
    is_json = isinstance(adapter, dspy.JSONAdapter)
    for lm in lms:
        if is_json or not lm.model.startswith("openai/"):
            lm.supported_params  # noqa: B018  (asks litellm)
    answer = _ANSWERS[is_json]
    with dspy.context(lm=_Silent("helix/silent", answer=answer), adapter=adapter):
        dspy.Predict("question -> answer")(question="ready?")
