"""A response body as the object DSPy reads, whichever way it came."""

from typing import Any


def answer_of(model: str, body: dict[str, Any], cache_hit: bool) -> Any:
    """The body for DSPy. An answer from the journal used no tokens."""
    usage = {} if cache_hit else body.get("usage") or {}
    whole = {**body, "model": body.get("model") or model, "usage": usage, "cache_hit": cache_hit}
    if any((choice.get("message") or {}).get("tool_calls") for choice in body["choices"]):
        import litellm

        return litellm.ModelResponse(**whole)
    return Body(whole)


class Body(dict[str, Any]):
    """A response body that can be read by key and by attribute, as the clients' response objects can."""

    def __getattr__(self, name: str) -> Any:
        try:
            return _wrapped(self[name])
        except KeyError:
            raise AttributeError(name) from None


def _wrapped(value: Any) -> Any:
    if isinstance(value, dict):
        return Body(value)
    return [_wrapped(item) for item in value] if isinstance(value, list) else value
