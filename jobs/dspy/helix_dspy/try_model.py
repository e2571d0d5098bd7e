"""`python -m helix_dspy.try_model`: one call of one token to each model. Specs come on stdin, their answers as JSON on fd 3."""

import json
import os
import re
import sys
from typing import Any

from .channel import open_channel


def try_model(spec: dict[str, Any]) -> dict[str, Any]:
    """Whether the model answers at all, and what stood in the way: key, address, name, quota."""
    import litellm

    litellm.suppress_debug_info = True
    try:
        litellm.completion(
            model=spec["model"],
            messages=[{"role": "user", "content": "Say yes."}],
            max_tokens=1,
            timeout=8,
            num_retries=0,
            drop_params=True,
            api_base=spec["api_base"],
            api_key=os.environ.get(spec["api_key_env"] or ""),
        )
    except Exception as error:
        return {"ok": False, "why": f"{type(error).__name__}: {_provider_words(str(error))}"[:300]}
    return {"ok": True, "why": None}


def _provider_words(message: str) -> str:
    """What the provider said, without the names litellm puts before it and the JSON it may stand in."""
    said = re.sub(r"^(?:(?:litellm\.)?\w+Error: |\w+Exception - )+", "", message.strip())
    try:
        error = json.loads(said)["error"]
        said = error["message"] if isinstance(error, dict) else str(error)
    except (ValueError, KeyError, TypeError):
        pass
    return (said.splitlines() or [""])[0]


def main() -> None:
    """Never returns: litellm's own threads are not waited for."""
    channel = open_channel()
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    channel.write(json.dumps([try_model(spec) for spec in json.load(sys.stdin)]).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    main()
