"""The ingredient analyzer: its metric, its data, and that optimizers teach it something real and nothing else."""

import http.client
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "ingredient-analyzer"
PUBLIC = ROOT.parent / "shared" / "data" / "ingredient-analyzer.jsonl"
sys.path.insert(0, str(EXAMPLE))

import dspy  # noqa: E402
import experiment  # noqa: E402
from ingredient_analyzer.metric import score  # noqa: E402
from ingredient_analyzer.program import FlaggedIngredient, build, build_cot  # noqa: E402

WHEY = ("whey", "DefinitelyUnsafe", "Vegan")
MILK = ("milk", "MaybeUnsafe", "Vegan")


def flags(*items):
    return [dict(zip(("name", "safety", "preference"), item, strict=True)) for item in items]


def judged(label, prediction, ingredients="whey, salt. May contain: milk."):
    product = {"name": "Bar", "brand": None, "ingredients": ingredients}
    example = dspy.Example(dietary_preferences=["Vegan"], product_info=product, flagged_ingredients=label)
    return score(example, dspy.Prediction(flagged_ingredients=prediction))


@pytest.mark.parametrize(
    "label, prediction, expected",
    [
        ([WHEY, MILK], [WHEY, MILK], 1.0),
        ([], [], 1.0),
        ([WHEY], [], 0.0),
        ([], [WHEY], 0.0),
        ([WHEY, MILK], [WHEY], 2 / 3),
        ([WHEY], [("Whey ", "DefinitelyUnsafe", "VEGAN")], 1.0),
        ([WHEY], [("whey", "MaybeUnsafe", "Vegan")], 0.5),
        ([WHEY], [("whey", "DefinitelyUnsafe", "Halal")], 0.0),
        ([WHEY], [WHEY, WHEY], 1.0),
        ([("garlic", "MaybeUnsafe", "I don’t like it")], [("garlic", "MaybeUnsafe", "I don't like it")], 1.0),
    ],
)
def test_the_score_is_the_f1_of_flagged_pairs(label, prediction, expected):
    assert judged(flags(*label), flags(*prediction)).score == pytest.approx(expected)


def test_typed_and_plain_predictions_score_alike():
    typed = [FlaggedIngredient(**each) for each in flags(WHEY)]

    assert judged(flags(WHEY), typed).score == judged(flags(WHEY), flags(WHEY)).score == 1.0


@pytest.mark.parametrize("prediction", [dspy.Prediction(), dspy.Prediction(flagged_ingredients=None)])
def test_no_answer_scores_nothing_and_raises_nothing(prediction):
    for label in ([], flags(WHEY)):
        assert score(dspy.Example(flagged_ingredients=label), prediction, None, "analyze", []).score == 0.0


@pytest.mark.parametrize(
    "label, prediction, said",
    [
        ([WHEY], [], 'Missed "whey". For "Vegan", flag milk derivatives such as whey as DefinitelyUnsafe.'),
        ([MILK], [], 'Missed "milk". For "Vegan", flag what a product may contain as MaybeUnsafe.'),
        ([], [("salt", "MaybeUnsafe", "Vegan")], 'False alarm on "salt". For "Vegan", do not flag salt.'),
        (
            [("okra", "MaybeUnsafe", "No okra")],
            [("okra", "DefinitelyUnsafe", "No okra")],
            'Wrong safety for "okra". For "No okra", flag okra as MaybeUnsafe.',
        ),
        ([WHEY], [WHEY], "Every flag agrees with the reviewed label."),
    ],
)
def test_feedback_names_the_mistake_and_its_rule(label, prediction, said):
    assert judged(flags(*label), flags(*prediction)).feedback == said


def test_objectives_tell_recall_precision_and_safety_apart():
    salt = ("salt", "MaybeUnsafe", "Vegan")
    result = judged(flags(WHEY, MILK), flags(("whey", "MaybeUnsafe", "Vegan"), salt))

    assert result.objective_scores == {"recall": 0.5, "precision": 0.5, "safety": 0.0}


def test_the_generator_writes_the_committed_bytes(tmp_path):
    out = tmp_path / "examples.jsonl"
    subprocess.run([sys.executable, EXAMPLE / "data" / "generate.py", "--out", out], check=True)

    assert out.read_bytes() == (EXAMPLE / "data" / "examples.jsonl").read_bytes()


def test_the_data_is_large_enough_and_fits_the_program():
    rows = [json.loads(line) for line in (EXAMPLE / "data" / "examples.jsonl").read_text("utf-8").splitlines()]
    inputs = [json.dumps([row["dietary_preferences"], row["product_info"]]) for row in rows]

    assert len(rows) >= 540 and len(set(inputs)) == len(rows)
    assert sum(row["source"] == "hand-written" for row in rows) >= 60
    for row in rows:
        for each in row["flagged_ingredients"]:
            FlaggedIngredient.model_validate(each)
            assert each["name"] in row["product_info"]["ingredients"]
            assert each["preference"] in row["dietary_preferences"]


class DirectLm(dspy.BaseLM):
    """An LM without litellm, so that a test can afford thousands of calls; one connection per thread."""

    def __init__(self, url: str, model: str) -> None:
        super().__init__(model=model, cache=False)
        self._host, self._path = urlsplit(url).netloc, urlsplit(url).path
        self._local = threading.local()

    def forward(self, prompt=None, messages=None, **kwargs):
        body = {"model": self.model, "messages": messages or [{"role": "user", "content": prompt}], **kwargs}
        connection = getattr(self._local, "connection", None) or http.client.HTTPConnection(self._host, timeout=30)
        self._local.connection = connection
        connection.request("POST", f"{self._path}/chat/completions", json.dumps(body))
        reply = json.loads(connection.getresponse().read())
        choices = [SimpleNamespace(message=SimpleNamespace(**each["message"]), finish_reason="stop") for each in reply["choices"]]
        return SimpleNamespace(choices=choices, usage=reply["usage"], model=reply["model"])

    def __deepcopy__(self, memo):
        return self


@pytest.fixture(scope="module")
def simulated():
    """Starts one simulated LM per lexicon seed; gives its address."""
    started = {}

    def start(seed: int) -> str:
        if seed not in started:
            options = ["--seed", str(seed), "--latency", "0"]
            command = [shutil.which("node"), "src/setup/run.mjs", "examples/simulated-lm/index.ts", *options]
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            started[seed] = process, json.loads(process.stdout.readline())["url"]
        return started[seed][1]

    yield start
    for process, _ in started.values():
        process.terminate()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def rows():
    """All examples in the order of a hash: hand-written and generated ones mixed."""
    return [row for part in experiment.split(experiment.load(EXAMPLE / "data" / "examples.jsonl")) for row in part]


def learn(url, optimizer, rows, feedback=True):
    """The optimized program's predictions on rows it has not seen, and how often it asked the reflection model."""
    asked = calls_of(url, "sim-pro")
    with dspy.context(lm=DirectLm(url, "sim-flash")):
        reflection = DirectLm(url, "sim-pro")
        program = experiment.optimize(optimizer, build(), rows[:70], rows[70:130], reflection, 450, feedback)
        return predict(url, program, rows), calls_of(url, "sim-pro") - asked


def predict(url, program, rows):
    with dspy.context(lm=DirectLm(url, "sim-flash")):
        return [prediction for prediction, _ in experiment.run(program, rows[130:330])]


def calls_of(url, model):
    with urlopen(url.replace("/v1", "/control/stats")) as reply:
        return json.load(reply)["byModel"].get(model, 0)


def gain(rows, before, after):
    """Lower end of the interval of what was gained on the unseen rows."""
    unseen = rows[130:330]
    return experiment.interval(experiment.scores(unseen, before), experiment.scores(unseen, after))[0]


@pytest.mark.parametrize("seed", [1, 2])
def test_gepa_gains_on_unseen_examples_whatever_the_model_happens_to_know(simulated, rows, seed):
    before = predict(simulated(seed), build(), rows)
    after, _ = learn(simulated(seed), "GEPA", rows)

    assert 0.5 < sum(experiment.scores(rows[130:330], before)) / 200 < 0.75
    assert gain(rows, before, after) > 0.02


def test_gepa_without_feedback_is_never_better(simulated, rows):
    before = predict(simulated(1), build(), rows)
    after, reflections = learn(simulated(1), "GEPA", rows, feedback=False)

    assert reflections > 10
    assert gain(rows, before, after) <= 0


@pytest.fixture(scope="module")
def before(simulated, rows):
    return predict(simulated(1), build(), rows)


@pytest.mark.parametrize("optimizer, fewest", [("LabeledFewShot", 0), ("BootstrapRS", 0), ("GEPA", 10)])
@pytest.mark.parametrize("shuffle", [1, 2, 3, 4, 5])
def test_nothing_is_better_after_learning_from_shuffled_labels(simulated, rows, before, optimizer, fewest, shuffle):
    shuffled = experiment.shuffle_labels(rows, shuffle)
    after, reflections = learn(simulated(1), optimizer, shuffled)

    assert reflections >= fewest
    assert gain(rows, before, after) <= 0 and gain(shuffled, before, after) <= 0


@pytest.mark.parametrize("adapter", [dspy.ChatAdapter(use_json_adapter_fallback=False), dspy.JSONAdapter()])
def test_the_variant_that_reasons_answers_in_either_layout(simulated, rows, adapter):
    with dspy.context(lm=DirectLm(simulated(1), "sim-flash"), adapter=adapter):
        answer = build_cot()(**rows[0].inputs())

    assert answer.reasoning and isinstance(answer.flagged_ingredients, list)


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public rows are not on this machine")
def test_public_rows_evaluate_unchanged(simulated):
    public = experiment.load(PUBLIC)
    with dspy.context(lm=DirectLm(simulated(1), "sim-pro")):
        given = experiment.scores(public, [prediction for prediction, _ in experiment.run(build(), public)])
    gold = [score(row, dspy.Prediction(flagged_ingredients=row.flagged_ingredients)).score for row in public]

    assert gold == [1.0] * len(public)
    assert 0 < sum(given) / len(given) < 1
