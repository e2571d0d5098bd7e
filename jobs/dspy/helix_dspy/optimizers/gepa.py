"""GEPA: reflective evolution of instructions."""

import shutil
from typing import Any

import dspy

from .bed import Bed, construct, run
from .whole_batches import whole_batches


def gepa(bed: Bed) -> None:
    """Reflective evolution of instructions; gepa reports every program it measures on val, with its parents."""
    log_dir = bed.work_dir / "gepa"
    # A checkpoint or a stop file of an earlier attempt would end or skew this one: the journal is what resumes.
    shutil.rmtree(log_dir, ignore_errors=True)
    own = {
        "metric": bed.metrics.for_gepa(bed.settings["feedback"]),
        "num_threads": bed.threads,
        "failure_score": bed.failure_score,
        "track_stats": True,
        "log_dir": str(log_dir),
    }
    defaults = {"seed": bed.seed, "reflection_lm": bed.lms.get("reflection"), "warn_on_score_mismatch": False}
    given = bed.settings["init"].get("gepa_kwargs", {})
    own["gepa_kwargs"] = {"use_cloudpickle": True, **given, "callbacks": [_GepaEvents(bed)]}
    optimizer = construct(dspy.GEPA, bed, own, defaults)
    bed.search.total = _gepa_budget(optimizer, bed)
    if optimizer.reflection_lm is not None:
        optimizer.reflection_lm = Overheard(optimizer.reflection_lm, bed.search, bed.settings.get("rejections") or [])
    with whole_batches(bed.failure_score):
        run(optimizer, bed, valset=bed.val)


class Overheard:
    """
    The reflection model, told why people rejected earlier candidates, with an ear for replies whose fence is missing: gepa
    takes those whole as the new prompt.
    """

    def __init__(self, lm: Any, search: Any, rejections: list[str]) -> None:
        self._lm = lm
        self._search = search
        self._told = _reviewers_said(rejections)

    def __call__(self, prompt: Any, *arguments: Any, **named: Any) -> Any:
        replies = self._lm(prompt + self._told if isinstance(prompt, str) else prompt, *arguments, **named)
        for reply in replies:
            text = reply if isinstance(reply, str) else (reply.get("text") or "")
            self._search.unfenced += text.count("```") < 2
        return replies

    def __getattr__(self, name: str) -> Any:
        return getattr(self._lm, name)


def _reviewers_said(rejections: list[str]) -> str:
    if not rejections:
        return ""
    reasons = "\n".join(f"- {' '.join(reason.replace('```', '').split())}" for reason in rejections)
    return f"\n\nReviewers rejected earlier versions for these reasons; the new instruction has to respect them:\n{reasons}"


class _GepaEvents:
    """gepa's own index of a program is ours too: both count the seed as 0 and every accepted one after it."""

    def __init__(self, bed: Bed) -> None:
        self._bed = bed

    def on_valset_evaluated(self, event: dict[str, Any]) -> None:
        program = self._bed.base.deepcopy()
        for name, predictor in program.named_predictors():
            predictor.signature = predictor.signature.with_instructions(
                event["candidate"].get(name, predictor.signature.instructions)
            )
        is_whole = event["num_examples_evaluated"] == event["total_valset_size"]
        parents = sorted({parent for parent in event["parent_ids"] if parent is not None})
        self._bed.search.show(program, parents, event["average_score"] if is_whole else None)

    def on_proposal_end(self, event: dict[str, Any]) -> None:
        self._bed.search.proposals += 1
        self._note(f"iteration {event['iteration']}: a new instruction was proposed")

    def on_merge_attempted(self, event: dict[str, Any]) -> None:
        self._bed.search.proposals += 1
        self._note(f"iteration {event['iteration']}: two candidates were merged")

    def on_candidate_accepted(self, event: dict[str, Any]) -> None:
        self._bed.search.accepted += 1
        self._note(f"iteration {event['iteration']}: candidate {event['new_candidate_idx']} was accepted")

    def on_merge_accepted(self, event: dict[str, Any]) -> None:
        self.on_candidate_accepted(event)

    def on_candidate_rejected(self, event: dict[str, Any]) -> None:
        self._note(f"iteration {event['iteration']}: the proposal was not better on its minibatch")

    def _note(self, text: str) -> None:
        self._bed.search.note = text
        self._bed.search.progress()


def _gepa_budget(optimizer: Any, bed: Bed) -> int:
    if optimizer.max_metric_calls is not None:
        return int(optimizer.max_metric_calls)
    if optimizer.max_full_evals is not None:
        return int(optimizer.max_full_evals * (len(bed.train) + len(bed.val)))
    sizes = {"light": 6, "medium": 12, "heavy": 18}
    return int(optimizer.auto_budget(len(bed.base.predictors()), sizes[optimizer.auto], len(bed.val)))
