"""What one example's LM calls cost. It rides in DSPy's settings, which DSPy carries into its own threads too."""

import threading
from dataclasses import dataclass, field
from typing import Any

SETTING = "helix_record"


@dataclass
class CallRecord:
    """Calls of one program run: prompts and answers in order, tokens, dollars, errors."""

    repetition: int = 0
    calls: list[dict[str, Any]] = field(default_factory=list)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd: float | None = 0.0
    errors: int = 0
    rate_limited: int = 0
    timeouts: int = 0
    waited_s: float = 0.0
    model: str | None = None

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    def answered(
        self, prompt: str, answer: str | None, usage: dict[str, int], usd: float | None, model: str | None
    ) -> None:
        """Adds one finished call."""
        with self._lock:
            self.calls.append({"prompt": prompt, "answer": answer})
            self.prompt_tokens += usage["prompt_tokens"]
            self.completion_tokens += usage["completion_tokens"]
            self.usd = None if self.usd is None or usd is None else self.usd + usd
            self.model = model or self.model

    def failed(self, error: Exception) -> None:
        """Adds one failed try; a 429 and an answer that did not come in time are counted apart too."""
        import dspy

        with self._lock:
            self.errors += 1
            self.rate_limited += isinstance(error, dspy.LMRateLimitError)
            self.timeouts += isinstance(error, dspy.LMTimeoutError)

    def waited(self, seconds: float) -> None:
        """Adds time that is not the program's: waiting for a turn, tries that failed, and the pauses after them."""
        with self._lock:
            self.waited_s += seconds

    def costs(self) -> dict[str, Any]:
        """The `lm` part of an example event."""
        return {
            "calls": len(self.calls),
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "usd": self.usd,
            "errors": self.errors,
            "rate_limited": self.rate_limited,
            "timeouts": self.timeouts,
        }


def current_record() -> CallRecord | None:
    """The record of the example this call belongs to, if any."""
    import dspy

    return dspy.settings.get(SETTING)
