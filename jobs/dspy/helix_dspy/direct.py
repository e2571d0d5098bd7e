"""Plain chat completions over one HTTP client, for OpenAI-compatible endpoints; a third of litellm's time per call."""

from typing import Any

import dspy
import httpx

from .retry import retry_after

#: Request parameters whose meaning is the same with and without litellm in between.
PARAMETERS = frozenset(
    {
        "temperature",
        "max_tokens",
        "max_completion_tokens",
        "reasoning_effort",
        "n",
        "top_p",
        "stop",
        "presence_penalty",
        "frequency_penalty",
        "seed",
        "response_format",
    }
)

_BY_STATUS = {
    401: dspy.LMAuthError,
    402: dspy.LMBillingError,
    403: dspy.LMAuthError,
    404: dspy.LMUnsupportedModelError,
    408: dspy.LMTimeoutError,
    429: dspy.LMRateLimitError,
}


def fits(model: str, api_base: str | None, parameters: dict[str, Any]) -> bool:
    """Whether a request needs nothing that litellm would add."""
    plain = all(isinstance(value, (str, int, float, list, dict)) for value in parameters.values())
    return model.startswith("openai/") and bool(api_base) and plain and parameters.keys() <= PARAMETERS


def complete(
    client: httpx.Client,
    url: str,
    key: str | None,
    model: str,
    body: dict[str, Any],
    headers: dict[str, str],
    timeout: float,
) -> dict[str, Any]:
    """The response body of one chat completion. Raises the `dspy.LMError` that says what went wrong."""
    authorization = {"authorization": f"Bearer {key}"} if key else {}
    try:
        response = client.post(url, json=body, headers={**authorization, **headers}, timeout=timeout)
    except httpx.TimeoutException as error:
        raise dspy.LMTimeoutError(f"no answer within {timeout:g} s", model=model) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise dspy.LMTransportError(f"{type(error).__name__}: {error}", model=model) from error
    return _body(response, model)


def _body(response: httpx.Response, model: str) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        body = None
    if response.status_code >= 400:
        raise _refusal(response, body, model)
    if not isinstance(body, dict) or not isinstance(body.get("choices"), list) or not body["choices"]:
        raise dspy.LMProviderError("the answer is no chat completion", model=model, status=response.status_code)
    return body


def _refusal(response: httpx.Response, body: Any, model: str) -> dspy.LMError:
    status = response.status_code
    error = body.get("error") if isinstance(body, dict) else None
    detail = error if isinstance(error, dict) else {}
    details = {"model": model, "status": status, "retry_after": retry_after(response.headers.get("retry-after"))}
    message = f"HTTP {status}: {detail.get('message') or response.text[:200]}"
    if detail.get("code") == "context_length_exceeded":
        return dspy.ContextWindowExceededError(message=message, **details)
    if detail.get("code") == "insufficient_quota":
        # A 429 as well, but no pause fills an account.
        return dspy.LMBillingError(message, **details)
    return _BY_STATUS.get(status, dspy.LMServerError if status >= 500 else dspy.LMInvalidRequestError)(
        message, **details
    )
