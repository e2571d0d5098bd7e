"""The second level of retries: how often, and how long to wait, for trouble that passes."""

import time
from email.utils import parsedate_to_datetime

import dspy

TRIES = 4
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 60.0


def pause_before_retry(error: dspy.LMError, tries: int) -> float:
    """Seconds: as long as the provider asks, else twice as long each time."""
    asked = _asked(error)
    return min(asked if asked is not None else FIRST_PAUSE_S * 2**tries, LONGEST_PAUSE_S)


def asked_pause(error: dspy.LMError) -> float | None:
    """Seconds a provider that has had enough asks everybody to wait (429 with Retry-After); None when it does not."""
    asked = _asked(error) if error.status == 429 else None
    return asked if asked is not None and asked > 0 else None


def without_money(error: dspy.LMRateLimitError) -> dspy.LMError:
    """The same, or a billing error: an empty account is a 429 as well, but no pause fills it."""
    if error.provider_code != "insufficient_quota":
        return error
    return dspy.LMBillingError(error.message, model=error.model, status=error.status)


def _asked(error: dspy.LMError) -> float | None:
    """Retry-After: our own path reads it; DSPy drops it from what litellm raised."""
    return error.retry_after if error.retry_after is not None else _header_of(error.__cause__)


def _header_of(cause: BaseException | None) -> float | None:
    """Retry-After where litellm left it."""
    headers = getattr(cause, "litellm_response_headers", None) or getattr(
        getattr(cause, "response", None), "headers", {}
    )
    return retry_after(headers.get("retry-after"))


def retry_after(header: str | None) -> float | None:
    """Seconds a Retry-After header asks for, written as seconds or as a date; None when it is neither."""
    try:
        return float(header or "")
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(header or "").timestamp() - time.time())
    except (TypeError, ValueError):
        return None
