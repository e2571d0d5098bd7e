"""Our own evaluation loop: every finished row is one event, and an error is not a score."""

import contextvars
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

import dspy
from dspy.utils.exceptions import AdapterParseError
from helix_loader.plain import plain_fields

from .guard import Guard
from .metric import Metric, MetricFailed, Verdict
from .record import SETTING, CallRecord
from .rows import BadInput, Types, example_of

LONGEST_ERROR = 2000


@dataclass(frozen=True)
class Bench:
    """What every row is measured with."""

    program: Any
    types: Types
    input_fields: list[str]
    metric: Metric | None
    failure_score: float
    threads: int
    guard: Guard


@dataclass
class Outcome:
    """One row's result, field by field as the `example` event has it."""

    id: str
    repetition: int
    concurrency: int
    status: str = "ok"
    score: float | None = None
    feedback: str | None = None
    dimensions: dict[str, float] = field(default_factory=dict)
    prediction: dict[str, Any] | None = None
    latency_ms: float | None = None
    lm: dict[str, Any] = field(default_factory=lambda: CallRecord().costs())
    scoring: dict[str, Any] | None = None
    reported_model: str | None = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None


def evaluate_rows(rows: Iterable[dict[str, Any]], bench: Bench, done: Any) -> list[Outcome]:
    """Predicts and scores rows on `threads` threads, calling `done(outcome)` for each. Raises HelixAbort at a stop."""
    given = list(rows)
    numbers = iter(range(len(given)))
    outcomes: dict[int, Outcome] = {}

    def one(number: int) -> None:
        outcomes[number] = evaluate_row(given[number], bench)
        done(outcomes[number])

    work_through(lambda: next(numbers, None), one, bench.threads, bench.guard)
    return [outcomes[number] for number in range(len(given))]


def work_through(take: Callable[[], Any], one: Callable[[Any], object], threads: int, guard: Guard) -> None:
    """Calls `one` with what `take` gives, on so many threads, until it gives None. Raises HelixAbort at a stop."""

    def loop() -> None:
        while True:
            guard.check()
            item = take()
            if item is None:
                return
            outside.copy().run(one, item)  # what a row sets in its context is gone with it

    outside = contextvars.copy_context()
    with ThreadPoolExecutor(threads, thread_name_prefix="row") as pool:
        loops = [pool.submit(loop) for _ in range(threads)]
        wait(loops)  # after a stop, what has not begun ends at once and what was paid for is still reported
    for each in loops:
        each.result()


def evaluate_row(row: dict[str, Any], bench: Bench) -> Outcome:
    """One row: predicted unless its prediction is given, scored if it has a label and there is a metric."""
    outcome = Outcome(row["id"], row["repetition"], bench.threads)
    try:
        example = example_of(row, bench.types, bench.input_fields)
    except BadInput as error:
        return _failed(outcome, "program_error", bench, str(error))
    if row["prediction"] is not None:
        outcome.prediction = row["prediction"]
        prediction = dspy.Prediction(**bench.types.read_outputs(row["prediction"]))
    else:
        prediction = _predict(example, outcome, bench)
    if row["label"] is None or bench.metric is None:
        outcome.score = None  # only predicted
    elif prediction is not None:
        _score(example, prediction, outcome, bench.metric)
    return outcome


def _predict(example: Any, outcome: Outcome, bench: Bench) -> Any:
    record = CallRecord(repetition=outcome.repetition)
    began = time.perf_counter()
    try:
        with dspy.context(trace=[], **{SETTING: record}):
            prediction = bench.program(**example.inputs())
        if not isinstance(prediction, dspy.Prediction):
            raise TypeError(f"the program returned {type(prediction).__name__}, not a dspy.Prediction")
        outcome.prediction = plain_fields(prediction)
        return prediction
    except (Exception, SystemExit) as error:
        bench.guard.check()  # what fails because the job stops says nothing about the program
        _failed(outcome, error_status(error), bench, f"{type(error).__name__}: {error}")
        return None
    finally:
        outcome.latency_ms = round(max(0.0, time.perf_counter() - began - record.waited_s) * 1000, 3)
        outcome.lm, outcome.calls, outcome.reported_model = record.costs(), record.calls, record.model


def _score(example: Any, prediction: Any, outcome: Outcome, metric: Metric) -> None:
    record = CallRecord()
    try:
        with dspy.context(**{SETTING: record}):
            verdict: Verdict = metric.judge(example, prediction)
    except MetricFailed as error:
        outcome.status, outcome.error = "metric_error", str(error)[:LONGEST_ERROR]
        return
    finally:
        if record.calls:
            outcome.scoring = {"calls": len(record.calls), "usd": record.usd}
    outcome.score, outcome.feedback, outcome.dimensions = verdict.score, verdict.feedback, verdict.dimensions


def error_status(error: BaseException) -> str:
    """Whose failure it was: the provider's, the parser's, or the program's own."""
    chain = list(_chain(error))
    # A prompt that does not fit is the program's doing: asking again would not help.
    if any(isinstance(item, dspy.ContextWindowExceededError) for item in chain):
        return "program_error"
    if any(isinstance(item, dspy.LMError) for item in chain):
        return "provider_error"
    return "parse_error" if any(isinstance(item, AdapterParseError) for item in chain) else "program_error"


def _chain(error: BaseException | None) -> Iterable[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _failed(outcome: Outcome, status: str, bench: Bench, error: str) -> Outcome:
    outcome.status, outcome.error = status, error[:LONGEST_ERROR]
    outcome.score = None if status == "provider_error" else bench.failure_score
    return outcome
