"""The second level of retries: how often, and how long to wait, for trouble that passes."""

import dspy

TRIES = 4
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 60.0


def pause_before_retry(error: dspy.LMError, tries: int) -> float:
    """Seconds: as long as the provider asks, else twice as long each time."""
    asked = error.retry_after if error.retry_after is not None else _header_of(error.__cause__)
    return min(asked if asked is not None else FIRST_PAUSE_S * 2**tries, LONGEST_PAUSE_S)


def _header_of(cause: BaseException | None) -> float | None:
    """Retry-After where litellm left it."""
    headers = getattr(cause, "litellm_response_headers", None) or getattr(
        getattr(cause, "response", None), "headers", {}
    )
    try:
        return float(headers.get("retry-after"))
    except (TypeError, ValueError):
        return None
