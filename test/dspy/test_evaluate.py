"""The evaluation of one row: typed values, one record per row, and whose failure a failure was."""

import enum

import dspy
import httpx
import pydantic
import pytest
import tqdm
from dspy.utils.exceptions import AdapterParseError
from helix_dspy.bars import keep_bars_apart
from helix_dspy.evaluate import Bench, error_status, evaluate_rows
from helix_dspy.guard import Guard
from helix_dspy.lm import Desk, HelixLM
from helix_dspy.metric import Metric
from helix_dspy.rows import Types
from runs import a_row, an_lm


class Safety(enum.Enum):
    UNSAFE = "unsafe"


class Item(pydantic.BaseModel):
    name: str
    safety: Safety


class Find(dspy.Signature):
    """Find the items."""

    product: Item = dspy.InputField()
    found: list[Item] = dspy.OutputField()


GUARD = {"max_usd": 1.0, "max_lm_calls": 100, "max_consecutive_errors": 15, "max_error_rate": 0.5}
MILK = {"name": "milk", "safety": "unsafe"}


def a_bench(program, metric=None, input_fields=("thing",)):
    metric = Metric(metric) if metric else None
    return Bench(program, Types(program), list(input_fields), metric, 0.0, 2, Guard(**GUARD))


def outcomes(rows, bench):
    done = []
    evaluate_rows(rows, bench, done.append)
    return done


def test_inputs_labels_and_stored_predictions_have_the_types_of_the_signature():
    seen = []

    def metric(example, pred):
        seen.append((example.product, example.found, pred.found))
        return example.found == pred.found

    row = {
        "id": "r",
        "inputs": {"product": MILK},
        "label": {"found": [MILK]},
        "repetition": 0,
        "prediction": {"found": [MILK]},
    }

    (outcome,) = outcomes([row], a_bench(dspy.Predict(Find), metric, ["product"]))

    milk = Item(name="milk", safety=Safety.UNSAFE)
    assert seen == [(milk, [milk], [milk])]
    assert (outcome.score, outcome.prediction) == (1.0, {"found": [MILK]})


class Twice(dspy.Module):
    """Asks twice at once, as a program that uses DSPy's own threads does."""

    def __init__(self):
        super().__init__()
        self.judge = dspy.Predict("thing -> verdict")

    def forward(self, thing):
        asked = [(self.judge, {"thing": thing}), (self.judge, {"thing": f"{thing} again"})]
        first, _ = dspy.Parallel(num_threads=2, disable_progress_bar=True)(asked)
        return first


def test_calls_made_in_a_programs_own_threads_belong_to_its_row(lm, monkeypatch):
    monkeypatch.setenv("TEST_KEY", "a-key-for-tests")
    monkeypatch.setattr("tqdm.tqdm._instances", None)
    keep_bars_apart()
    bench = a_bench(Twice())
    with httpx.Client() as client:
        model = HelixLM("task", an_lm(lm.url), Desk(bench.guard, None, client, lambda *words: None))
        with dspy.context(lm=model, adapter=dspy.ChatAdapter(use_json_adapter_fallback=False)):
            done = outcomes([a_row(f"thing{number}") for number in range(40)], bench)

    assert [(outcome.status, outcome.lm["calls"], outcome.error) for outcome in done] == [("ok", 2, None)] * 40
    assert len({call["prompt"] for outcome in done for call in outcome.calls}) == 80


def test_a_program_that_returns_something_else_has_failed():
    class Careless(dspy.Module):
        def forward(self, thing):
            return thing

    (outcome,) = outcomes([a_row("oat")], a_bench(Careless(), lambda example, pred: 1))

    assert (outcome.status, outcome.score) == ("program_error", 0.0)
    assert outcome.error == "TypeError: the program returned str, not a dspy.Prediction"


def test_a_stop_leaves_the_rest_alone():
    started = []

    class Stops(dspy.Module):
        def forward(self, thing):
            started.append(thing)
            bench.guard.trip("cancelled", "stopped", "cancelled")
            return dspy.Prediction(verdict="edible")

    bench = a_bench(Stops())
    from helix_dspy.guard import HelixAbort

    with pytest.raises(HelixAbort):
        evaluate_rows([a_row(f"thing{number}") for number in range(50)], bench, lambda outcome: None)
    assert len(started) <= bench.threads


PARSE = AdapterParseError("ChatAdapter", dspy.Signature("a -> b"), "nonsense")
PROVIDER = dspy.LMServerError("down")


def raised_from(cause):
    error = RuntimeError("the program's own words")
    error.__cause__ = cause
    return error


def raised_while_handling(cause):
    error = RuntimeError("the program's own words")
    error.__context__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (PROVIDER, "provider_error"),
        (raised_from(PROVIDER), "provider_error"),
        (raised_while_handling(PROVIDER), "provider_error"),
        (PARSE, "parse_error"),
        (raised_from(PARSE), "parse_error"),
        (KeyError("x"), "program_error"),
        (dspy.ContextWindowExceededError(), "program_error"),
    ],
)
def test_whose_failure_it_was(error, status):
    assert error_status(error) == status


def test_a_progress_bar_ends_although_another_row_emptied_the_register(monkeypatch):
    monkeypatch.setattr("tqdm.tqdm._instances", None)
    keep_bars_apart()
    bar = tqdm.tqdm(total=1)

    tqdm.tqdm._instances.clear()

    bar.close()
