"""Does an optimizer teach this program anything? Base, then one optimizer, on unseen examples; plain DSPy, no Helix.

Usage: SIMULATED_LM=http://127.0.0.1:PORT/v1 python experiment.py GEPA [--calls 1000] [--shuffle 1] [--no-feedback]
Prints one JSON line: mean scores on the test part, their paired difference with its 95 % interval, tokens and latency.
"""

import argparse
import hashlib
import json
import os
import random
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import dspy  # noqa: E402

from ingredient_analyzer.metric import score  # noqa: E402
from ingredient_analyzer.program import ProductInfo, build, build_cot  # noqa: E402

THREADS = 16
INPUTS = ("dietary_preferences", "product_info")


def load(path: Path) -> list[dspy.Example]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [{**row["inputs"], **row["outputs"]} if "inputs" in row else row for row in rows]
    return [as_example(row) for row in rows]


def as_example(row: dict[str, Any]) -> dspy.Example:
    product = ProductInfo(**row["product_info"])
    fields = {key: row[key] for key in ("dietary_preferences", "flagged_ingredients")}
    return dspy.Example(**fields, product_info=product).with_inputs(*INPUTS)


def split(examples: list[dspy.Example]) -> tuple[list[dspy.Example], ...]:
    """A quarter each to train and val, half to test, by hash of the product."""
    parts: tuple[list[dspy.Example], ...] = ([], [], [])
    for example in examples:
        digest = hashlib.sha256(example.product_info.model_dump_json().encode()).digest()
        parts[[0, 1, 2, 2][digest[0] % 4]].append(example)
    return parts


def shuffle_labels(examples: list[dspy.Example], seed: int) -> list[dspy.Example]:
    """The same inputs, each with the label of another one."""
    labels = [example.flagged_ingredients for example in examples]
    random.Random(seed).shuffle(labels)
    relabelled = [example.copy(flagged_ingredients=label) for example, label in zip(examples, labels, strict=True)]
    return [example.with_inputs(*INPUTS) for example in relabelled]


def value(example: dspy.Example, pred: Any, trace: Any = None) -> bool | float:
    """The score alone; while demos are gathered, whether it is full marks."""
    number = score(example, pred).score
    return number if trace is None else number >= 1.0


def silent(example: Any, pred: Any, trace: Any = None, pred_name: Any = None, pred_trace: Any = None) -> float:
    return score(example, pred).score


def optimize(
    name: str, program: dspy.Module, train: list[Any], val: list[Any], reflection: dspy.BaseLM, calls: int, feedback: bool
) -> dspy.Module:
    """The program as one of DSPy's optimizers leaves it; `calls` bounds GEPA, `feedback` False hides the metric's words."""
    if name == "LabeledFewShot":
        return dspy.LabeledFewShot(k=8).compile(program, trainset=train)
    if name == "BootstrapRS":
        demos = {"max_bootstrapped_demos": 4, "max_labeled_demos": 8, "num_candidate_programs": 3}
        few = dspy.BootstrapFewShotWithRandomSearch(metric=value, num_threads=THREADS, **demos)
        return few.compile(program, trainset=train, valset=val)
    metric = score if feedback else silent
    gepa = dspy.GEPA(metric=metric, max_metric_calls=calls, reflection_lm=reflection, num_threads=THREADS, seed=0)
    return gepa.compile(program, trainset=train, valset=val)


def run(program: dspy.Module, rows: list[dspy.Example]) -> list[tuple[dspy.Prediction, float]]:
    """Prediction and milliseconds of every row, with as many threads as everywhere."""
    lm = dspy.settings.lm

    def one(example: dspy.Example) -> tuple[dspy.Prediction, float]:
        start = time.perf_counter()
        with dspy.context(lm=lm):
            prediction = program(**example.inputs())
        return prediction, 1000 * (time.perf_counter() - start)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, rows))


def scores(rows: list[dspy.Example], predictions: list[dspy.Prediction]) -> list[float]:
    return [score(row, prediction).score for row, prediction in zip(rows, predictions, strict=True)]


def interval(old: list[float], new: list[float]) -> tuple[float, float]:
    """95 % bootstrap interval of the mean paired difference."""
    rng = random.Random(0)
    differences = [b - a for a, b in zip(old, new, strict=True)]
    means = sorted(statistics.mean(rng.choices(differences, k=len(differences))) for _ in range(2000))
    return round(means[50], 4), round(means[1949], 4)


def report(program: dspy.Module, rows: list[dspy.Example]) -> tuple[list[float], dict[str, float]]:
    """Scores, and latency and tokens per call."""
    lm = dspy.settings.lm
    run(program, rows[:THREADS])  # the first calls pay for imports and connections
    lm.history.clear()
    results = run(program, rows)
    took = sorted(ms for _, ms in results)
    tokens = [(call["usage"]["prompt_tokens"], call["usage"]["completion_tokens"]) for call in lm.history]
    figures = {
        "p50_ms": statistics.median(took),
        "p95_ms": took[int(0.95 * len(took))],
        "prompt_tokens": statistics.mean(prompt for prompt, _ in tokens),
        "completion_tokens": statistics.mean(completion for _, completion in tokens),
    }
    return scores(rows, [prediction for prediction, _ in results]), {name: round(number, 1) for name, number in figures.items()}


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("optimizer", choices=["LabeledFewShot", "BootstrapRS", "GEPA"])
    parser.add_argument("--model", default="sim-flash")
    parser.add_argument("--effort", choices=["low", "medium", "high"])
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--shuffle", type=int, help="shuffle all labels with this seed first")
    parser.add_argument("--true-test", action="store_true", help="with --shuffle: leave the test labels alone")
    parser.add_argument("--no-feedback", action="store_true")
    parser.add_argument("--cot", action="store_true")
    parser.add_argument("--data", type=Path, default=HERE / "data" / "examples.jsonl")
    parser.add_argument("--show", action="store_true", help="print the instructions found")
    return parser.parse_args()


def main() -> None:
    options = read_options()
    where = {"api_base": os.environ["SIMULATED_LM"], "api_key": "none", "cache": False}
    asked = {"reasoning_effort": options.effort, "allowed_openai_params": ["reasoning_effort"]} if options.effort else {}
    dspy.configure(lm=dspy.LM(f"openai/{options.model}", **where, **asked))
    reflection = dspy.LM("openai/sim-pro", temperature=1.0, **where)
    train, val, test = split(load(options.data))
    if options.shuffle is not None:
        train, val = shuffle_labels(train, options.shuffle), shuffle_labels(val, options.shuffle)
        test = test if options.true_test else shuffle_labels(test, options.shuffle)

    base = build_cot() if options.cot else build()
    old, before = report(base, test)
    start = time.perf_counter()
    program = optimize(options.optimizer, base, train, val, reflection, options.calls, not options.no_feedback)
    seconds = time.perf_counter() - start
    new, after = report(program, test)
    if options.show:
        print(program.predictors()[0].signature.instructions)
    means = [round(statistics.mean(each), 4) for each in (old, new)]
    figures = {"examples": [len(train), len(val), len(test)], "score": means, "interval": interval(old, new)}
    print(json.dumps({"optimizer": options.optimizer, **figures, "seconds": round(seconds, 1), "before": before, "after": after}))


if __name__ == "__main__":
    main()
