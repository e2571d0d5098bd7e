"""The contract test of a program: what it is, and whether its metric can be trusted, before anything is paid for."""

import importlib.metadata
from typing import Any

import dspy
from pydantic import TypeAdapter

from .metric import Metric, MetricFailed, Verdict
from .rows import BadInput, Types, example_of

GOLD_ROWS = 5
ABOUT_ONE = 0.99


def field_schemas(types: dict[str, Any], names: list[str] | None = None) -> dict[str, Any]:
    """JSON schema of each field, as pydantic writes it; an empty one for a field no predictor declares."""
    wanted = types if names is None else {name: types.get(name, Any) for name in names}
    return {name: TypeAdapter(annotation).json_schema() for name, annotation in wanted.items()}


def packages() -> dict[str, str]:
    """Versions of every installed package."""
    found = importlib.metadata.distributions()
    return dict(sorted((item.metadata["Name"], item.version) for item in found if item.metadata["Name"]))


def try_metric(metric: Metric, rows: list[dict[str, Any]], types: Types, input_fields: list[str]) -> dict[str, Any]:
    """The metric on labels given as predictions, on an empty prediction, and twice; problems in words."""
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
    _compare(gold, first, again, empty, problems)
    return {
        "arity": metric.arity,
        "gold_scores": [verdict and verdict.score for verdict in first],
        "empty_score": empty and empty.score,
        "deterministic": first == again,
        "problems": problems,
    }


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
    gold: list[dict[str, Any]], first: list[Any], again: list[Any], empty: Verdict | None, problems: list[str]
) -> None:
    for row, verdict, second in zip(gold, first, again, strict=True):
        if verdict is not None and verdict.score < ABOUT_ONE:
            problems.append(
                f"The label of {row['id']}, given as its own prediction, scores {verdict.score:g}; about 1 is expected."
            )
        if verdict != second:
            problems.append(f"Two calls on {row['id']} gave different verdicts; the metric is not deterministic.")
    best = max((verdict.score for verdict in first if verdict is not None), default=None)
    if empty is not None and best is not None and empty.score >= best > 0:
        problems.append(f"An empty prediction scores {empty.score:g}, no less than a label does.")
