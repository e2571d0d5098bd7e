"""The contract test of a program: what it is, and whether its metric can be trusted, before anything is paid for."""

import importlib.metadata
import math
import statistics
from typing import Any

import dspy
from pydantic import TypeAdapter

from .metric import Metric, MetricFailed, Verdict
from .rows import BadInput, Types, example_of

GOLD_ROWS = 5
ABOUT_ONE = 0.99
#: How often a metric that does not repeat itself scores the same answer, to learn its noise.
REPETITIONS = 20


def field_schemas(types: dict[str, Any], names: list[str] | None = None) -> dict[str, Any]:
    """JSON schema of each field, as pydantic writes it; an empty one for a field no predictor declares."""
    wanted = types if names is None else {name: types.get(name, Any) for name in names}
    return {name: TypeAdapter(annotation).json_schema() for name, annotation in wanted.items()}


def packages() -> dict[str, str]:
    """Versions of every installed package."""
    found = importlib.metadata.distributions()
    return dict(sorted((item.metadata["Name"], item.version) for item in found if item.metadata["Name"]))


def try_metric(metric: Metric, rows: list[dict[str, Any]], types: Types, input_fields: list[str]) -> dict[str, Any]:
    """The metric on labels given as predictions, on an empty prediction, and again; problems in words."""
    problems: list[str] = []
    labelled = [row for row in rows if row["label"] is not None][:GOLD_ROWS]
    read = [(row, _example(row, types, input_fields, problems)) for row in labelled]
    gold = [row for row, example in read if example is not None]
    pairs = [(example, types.read_outputs(row["label"])) for row, example in read if example is not None]
    first = [
        _judge(metric, example, label, f"its own label ({row['id']})", problems)
        for row, (example, label) in zip(gold, pairs, strict=True)
    ]
    again = [_judge(metric, example, label, "", []) for example, label in pairs]
    empty = _judge(metric, pairs[0][0], {}, "an empty prediction", problems) if pairs else None
    empty_again = _judge(metric, pairs[0][0], {}, "", []) if pairs else None
    is_deterministic = first == again and empty == empty_again
    series = [[verdict] for verdict in first] if is_deterministic else _repeat(metric, [*pairs, *_empty(pairs)])
    noise = noise_of(series)
    _compare(gold, series, empty, noise, problems)
    return {
        "arity": metric.arity,
        "gold_scores": [verdict and verdict.score for verdict in first],
        "empty_score": empty and empty.score,
        "deterministic": is_deterministic,
        "noise": noise,
        "problems": problems,
    }


def _empty(pairs: list[tuple[Any, dict[str, Any]]]) -> list[tuple[Any, dict[str, Any]]]:
    return [(pairs[0][0], {})] if pairs else []


def _repeat(
    metric: Metric, pairs: list[tuple[Any, dict[str, Any]]]
) -> list[list[Verdict | None]]:
    return [[_judge(metric, example, label, "", []) for _ in range(REPETITIONS)] for example, label in pairs]


def noise_of(series: list[list[Verdict | None]]) -> float:
    """Standard deviation of the score of one and the same answer, pooled over the answers that were scored repeatedly."""
    scores = [[verdict.score for verdict in verdicts if verdict is not None] for verdicts in series]
    spread = [statistics.variance(each) for each in scores if len(each) > 1]
    return math.sqrt(statistics.fmean(spread)) if spread else 0.0


def _example(row: dict[str, Any], types: Types, input_fields: list[str], problems: list[str]) -> Any:
    try:
        return example_of(row, types, input_fields)
    except BadInput as error:
        problems.append(f"The metric could not be tried on {row['id']}: {error}.")
        return None


def _judge(metric: Metric, example: Any, fields: dict[str, Any], given: str, problems: list[str]) -> Verdict | None:
    try:
        return metric.judge(example, dspy.Prediction(**fields))
    except MetricFailed as error:
        problems.append(f"Given {given}, {error}.")
        return None


def _compare(
    gold: list[dict[str, Any]],
    series: list[list[Verdict | None]],
    empty: Verdict | None,
    noise: float,
    problems: list[str],
) -> None:
    means = [_mean(verdicts) for verdicts in series[: len(gold)]]
    for row, mean in zip(gold, means, strict=True):
        # The mean of a noisy metric may fall short by what its noise explains.
        if mean is not None and mean < ABOUT_ONE - 2 * noise / math.sqrt(REPETITIONS):
            problems.append(
                f"The label of {row['id']}, given as its own prediction, scores {mean:g}; about 1 is expected."
            )
    best = max((mean for mean in means if mean is not None), default=None)
    if empty is not None and best is not None and empty.score >= best > 0:
        problems.append(f"An empty prediction scores {empty.score:g}, no less than a label does.")


def _mean(verdicts: list[Verdict | None]) -> float | None:
    scores = [verdict.score for verdict in verdicts if verdict is not None]
    return statistics.fmean(scores) if scores else None
