"""The check before a pointer moves: golden examples, replayed with recorded answers, give the recorded predictions."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import dspy
from dspy.utils.callback import BaseCallback

from .canonical import canonical
from .deployed import Deployed, load
from .hashes import prompt_digest
from .lock import read_artifact
from .plain import plain_fields
from .refused import HelixRefused


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


class Recorder(BaseCallback):
    """Digests of the prompts that were sent, in order."""

    def __init__(self) -> None:
        self.prompts: list[str] = []

    def on_lm_start(self, call_id: str, instance: Any, inputs: dict[str, Any]) -> None:
        self.prompts.append(prompt_digest(inputs["messages"]))


class OtherPrompt(Exception):
    """A prompt that was not recorded, or more often than recorded."""


class Replay(dspy.BaseLM):
    """Answers with what was recorded for exactly this prompt."""

    forward_contract = "legacy"

    def __init__(self, calls: list[dict[str, Any]]) -> None:
        super().__init__("helix/replay", cache=False)
        self.left: defaultdict[str, list[str]] = defaultdict(list)
        for call in calls:
            self.left[call["prompt"]].append(call["answer"])

    def forward(self, prompt: Any = None, messages: Any = None, **kwargs: Any) -> Any:
        answers = self.left[prompt_digest(messages)]
        if not answers:
            raise OtherPrompt("a prompt was sent that was not recorded")
        return _completion(answers.pop(0))


def check(directory: Path, root: str | None, live: bool) -> dict[str, Any]:
    """Everything the canary looks at, as {ok, digest, checks}, and what the live call used."""
    checks: list[Check] = []
    digest = None
    used: list[dict[str, Any]] = []
    try:
        artifact = read_artifact(directory.resolve())
        digest = artifact.lock["digest"]
        program = load(artifact, root)
        checks.append(Check("load", True, f"digest, source, state and prompts are those of the lock ({digest[:12]})"))
        checks += [replay(program, golden, f"golden:{number}") for number, golden in enumerate(artifact.golden, 1)]
        checks += [call_live(program, artifact.golden)] if live else []
        used = usage(program)
    except HelixRefused as error:
        checks.append(Check("load", False, str(error)))
    return {"ok": all(item.ok for item in checks), "digest": digest, "checks": [asdict(item) for item in checks], "usage": used}


def replay(program: Deployed, golden: dict[str, Any], name: str) -> Check:
    """One golden example: prompts byte for byte as recorded, prediction equal."""
    lm = Replay(golden["calls"])
    try:
        with dspy.context(lm=lm, adapter=program.adapter):
            prediction = plain_fields(program.program(**program.typed(golden["inputs"])))
    except OtherPrompt:
        return Check(name, False, "a prompt differs from the one that was evaluated")
    except Exception as error:
        return Check(name, False, f"the program raised {type(error).__name__}: {str(error)[:300]}")
    unused = sum(map(len, lm.left.values()))
    if unused:
        return Check(name, False, f"{unused} of {len(golden['calls'])} recorded prompts were not sent")
    if canonical(prediction) != canonical(golden["prediction"]):
        return Check(name, False, "the prediction differs from the recorded one")
    return Check(name, True, f"{len(golden['calls'])} prompts and the prediction are equal")


def call_live(program: Deployed, golden: list[dict[str, Any]]) -> Check:
    """One real call has to come back and parse."""
    if not golden:
        return Check("live", False, "there is no golden example to call the model with")
    program.lm = program.lm.copy(num_retries=0)  # a refusal is an answer here
    try:
        program(**golden[0]["inputs"])
    except Exception as error:
        return Check("live", False, f"{type(error).__name__}: {str(error)[:300]}")
    return Check("live", True, f"{program.lock['lm']['model']} answered and the answer parsed")


def usage(program: Deployed) -> list[dict[str, Any]]:
    """Tokens of each answer the model gave, for whoever prices them; None where it did not say."""
    answers = [entry.get("usage") or {} for entry in program.lm.history]
    return [{"input": each.get("prompt_tokens"), "output": each.get("completion_tokens")} for each in answers]


def run(program: Deployed, inputs: dict[str, Any]) -> dict[str, Any]:
    """One answer, with the digests of the prompts it took."""
    recorder = Recorder()
    with dspy.context(callbacks=[recorder]):
        prediction = program(**inputs)
    return {"digest": program.digest, "prompts": recorder.prompts, "prediction": plain_fields(prediction)}


def _completion(text: str) -> Any:
    import types

    message = types.SimpleNamespace(content=text, tool_calls=None)
    choice = types.SimpleNamespace(message=message, finish_reason="stop")
    return types.SimpleNamespace(choices=[choice], usage={}, model="helix/replay")
