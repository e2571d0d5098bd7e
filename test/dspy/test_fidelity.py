"""An optimizer through the runner is the optimizer: the same state after the same calls as in a plain DSPy script."""

import json
import os
import subprocess
import sys
from pathlib import Path

from runs import EDIBLE, INEDIBLE, JOBS, a_row, a_spec, an_lm, an_optimizer

SCRIPT = Path(__file__).parents[2] / "bench" / "plain" / "compile.py"
ROWS = [a_row(thing) for thing in EDIBLE + INEDIBLE]


def plain(tmp_path, lm, optimizer):
    """State hash and request bodies of a plain DSPy script."""
    job = {
        "url": lm.url,
        "root": str(tmp_path / "root"),
        "program": "team.program:build",
        "metric": "team.metric:score",
        "inputs": ["thing"],
        "threads": 1,
        "threshold": 1.0,
        "optimizer": optimizer["name"],
        **{part: optimizer[part] for part in ("init", "compile")},
        "train": ROWS,
        "val": ROWS,
    }
    path = tmp_path / "plain.json"
    path.write_text(json.dumps(job))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(JOBS)}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(path)], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])["state"]


def test_a_compile_ends_where_plain_dspy_ends_after_the_same_calls(tmp_path, lm, start):
    optimizer = an_optimizer("GEPA", max_metric_calls=80, seed=3)
    lms = {
        "task": an_lm(lm.url, model="openai/sim-flash", params={}),
        "reflection": an_lm(lm.url, model="openai/sim-pro", params={}),
    }
    run = start(a_spec(tmp_path, "compile", lm.url, optimizer=optimizer, lms=lms, threads=1))
    end = run.end()
    asked = sorted(json.dumps(body, sort_keys=True) for body in lm.requests)
    lm.requests.clear()

    state = plain(tmp_path, lm, optimizer)

    best = run.of("candidate")[end["best"]]
    assert best["state_hash"] == state != run.of("candidate")[0]["state_hash"]
    assert asked == sorted(json.dumps(body, sort_keys=True) for body in lm.requests)
