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
from collections.abc import Callable
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


def load(path: Path) -> list[dspy.Example]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [{**row["inputs"], **row["outputs"]} if "inputs" in row else row for row in rows]
    return [as_example(row) for row in rows]


def as_example(row: dict[str, Any]) -> dspy.Example:
    product = ProductInfo(**row["product_info"])
    fields = {key: row[key] for key in ("dietary_preferences", "flagged_ingredients")}
    return dspy.Example(**fields, product_info=product).with_inputs("dietary_preferences", "product_info")


def split(examples: list[dspy.Example]) -> tuple[list[dspy.Example], ...]:
    """A quarter each to train and val, half to test, by hash of the product."""
    parts: tuple[list[dspy.Example], ...] = ([], [], [])
    for example in examples:
        digest = hashlib.sha256(example.product_info.model_dump_json().encode()).digest()
        parts[[0, 1, 2, 2][digest[0] % 4]].append(example)
    return parts


def shuffle_labels(examples: list[dspy.Example], seed: int) -> None:
    labels = [example.flagged_ingredients for example in examples]
    random.Random(seed).shuffle(labels)
    for example, label in zip(examples, labels, strict=True):
        example.flagged_ingredients = label


def plain_score(example: dspy.Example, pred: Any, trace: Any = None) -> float:
    return score(example, pred).score


def full_marks(example: dspy.Example, pred: Any, trace: Any = None) -> bool | float:
    value = plain_score(example, pred)
    return value if trace is None else value >= 1.0


def silent(example: Any, pred: Any, trace: Any = None, pred_name: Any = None, pred_trace: Any = None) -> float:
    return score(example, pred).score


def optimizers(options: argparse.Namespace, reflection: dspy.LM) -> dict[str, Callable[..., dspy.Module]]:
    def labeled(program: dspy.Module, train: list[Any], val: list[Any]) -> dspy.Module:
        return dspy.LabeledFewShot(k=8).compile(program, trainset=train)

    def bootstrap(program: dspy.Module, train: list[Any], val: list[Any]) -> dspy.Module:
        search = dspy.BootstrapFewShotWithRandomSearch(
            metric=full_marks, max_bootstrapped_demos=4, max_labeled_demos=8, num_candidate_programs=4, num_threads=THREADS
        )
        return search.compile(program, trainset=train, valset=val)

    def gepa(program: dspy.Module, train: list[Any], val: list[Any]) -> dspy.Module:
        search = dspy.GEPA(
            metric=silent if options.no_feedback else score,
            max_metric_calls=options.calls,
            reflection_lm=reflection,
            num_threads=THREADS,
            seed=0,
        )
        return search.compile(program, trainset=train, valset=val)

    return {"LabeledFewShot": labeled, "BootstrapRS": bootstrap, "GEPA": gepa}


def measure(program: dspy.Module, rows: list[dspy.Example], lm: dspy.LM) -> dict[str, Any]:
    """Scores, latency in milliseconds and tokens per call, with as many threads as everywhere."""

    def one(example: dspy.Example) -> tuple[float, float]:
        start = time.perf_counter()
        with dspy.context(lm=lm):
            pred = program(**example.inputs())
        return score(example, pred).score, 1000 * (time.perf_counter() - start)

    one(rows[0])  # the first call pays for imports
    lm.history.clear()
    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(one, rows))
    usage = [call["usage"] for call in lm.history]
    took = sorted(ms for _, ms in results)
    return {
        "scores": [value for value, _ in results],
        "p50": statistics.median(took),
        "p95": took[int(0.95 * len(took))],
        "prompt_tokens": statistics.mean(each["prompt_tokens"] for each in usage),
        "completion_tokens": statistics.mean(each["completion_tokens"] for each in usage),
    }


def interval(differences: list[float]) -> tuple[float, float]:
    rng = random.Random(0)
    means = sorted(statistics.mean(rng.choices(differences, k=len(differences))) for _ in range(2000))
    return round(means[50], 4), round(means[1949], 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("optimizer", choices=["LabeledFewShot", "BootstrapRS", "GEPA"])
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--shuffle", type=int, help="shuffle all labels with this seed first")
    parser.add_argument("--true-test", action="store_true", help="with --shuffle: leave the test labels alone")
    parser.add_argument("--no-feedback", action="store_true")
    parser.add_argument("--cot", action="store_true")
    parser.add_argument("--data", type=Path, default=HERE / "data" / "examples.jsonl")
    parser.add_argument("--show", action="store_true", help="print the instructions found")
    options = parser.parse_args()

    where = {"api_base": os.environ["SIMULATED_LM"], "api_key": "none", "cache": False}
    lm, reflection = dspy.LM("openai/sim-flash", **where), dspy.LM("openai/sim-pro", temperature=1.0, **where)
    dspy.configure(lm=lm)
    train, val, test = split(load(options.data))
    if options.shuffle is not None:
        for part in (train, val) if options.true_test else (train, val, test):
            shuffle_labels(part, options.shuffle)

    base = build_cot() if options.cot else build()
    before = measure(base, test, lm)
    start = time.perf_counter()
    program = optimizers(options, reflection)[options.optimizer](base, train, val)
    seconds = time.perf_counter() - start
    after = measure(program, test, lm)
    scores = before.pop("scores"), after.pop("scores")
    differences = [new - old for old, new in zip(*scores, strict=True)]
    report = {
        "optimizer": options.optimizer,
        "examples": [len(train), len(val), len(test)],
        "score": [round(statistics.mean(each), 4) for each in scores],
        "difference": round(statistics.mean(differences), 4),
        "interval": interval(differences),
        "seconds": round(seconds, 1),
        "before": before,
        "after": after,
    }
    if options.show:
        print(program.predictors()[0].signature.instructions)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
