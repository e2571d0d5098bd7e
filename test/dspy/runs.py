"""Starts the runner as its host does, and reads its events."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

JOBS = Path(__file__).parents[2] / "jobs" / "dspy"
EVENT = Draft202012Validator(json.loads((JOBS / "helix_dspy" / "contract.json").read_text())["RunnerEvent"])
EDIBLE = ["apple", "bread", "carrot", "fig", "lentil", "oat"]
INEDIBLE = ["brick", "cable", "glass", "nail", "paint", "rope"]

PROGRAM = '''
from typing import Literal

import dspy


class Judge(dspy.Signature):
    """Say whether the thing is edible."""

    thing: str = dspy.InputField()
    verdict: Literal["edible", "inedible"] = dspy.OutputField()


class Program(dspy.Module):
    def __init__(self):
        super().__init__()
        self.judge = dspy.Predict(Judge)

    def forward(self, thing):
        print("user code prints")
        return self.judge(thing=thing)


def build():
    return Program()
'''

METRIC = """
import dspy


def score(example, pred, trace=None, pred_name=None, pred_trace=None):
    right = pred.get("verdict") == example.verdict
    return dspy.Prediction(
        score=1.0 if right else 0.0,
        feedback="right" if right else f"wrong: {example.thing} is {example.verdict}",
        objective_scores={"accuracy": float(right)},
    )
"""


def write_team(root: Path, program: str = PROGRAM, metric: str = METRIC) -> Path:
    """A team's repository with one package `team`."""
    package = root / "team"
    package.mkdir(parents=True, exist_ok=True)
    for name, text in {"__init__": "", "program": program, "metric": metric}.items():
        (package / f"{name}.py").write_text(text)
    return root


def a_row(thing: str, verdict: str | None = None, **changes: Any) -> dict[str, Any]:
    label = verdict or ("edible" if thing in EDIBLE else "inedible")
    return {
        "id": f"row-{thing}",
        "inputs": {"thing": thing},
        "label": {"verdict": label},
        "repetition": 0,
        "prediction": None,
        **changes,
    }


def write_rows(path: Path, rows: list[dict[str, Any]]) -> str:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return str(path)


def an_lm(url: str, **changes: Any) -> dict[str, Any]:
    price = {"input": 1.0, "output": 2.0}
    return {
        "model": "openai/small",
        "api_base": url,
        "endpoint": "${LM}",
        "api_key_env": "TEST_KEY",
        "params": {"temperature": 0.0},
        "timeout_s": 10,
        "price": price,
        **changes,
    }


def a_spec(tmp: Path, kind: str, url: str, **changes: Any) -> dict[str, Any]:
    """A spec of any kind on the edible things; `changes` win."""
    rows = write_rows(tmp / "rows.jsonl", [a_row(thing) for thing in EDIBLE + INEDIBLE])
    own = {
        "evaluate": {"rows": rows},
        "describe": {"rows": rows},
        "compile": {"train": rows, "val": rows, "journal": None},
    }[kind]
    guard = {"max_usd": 5.0, "max_lm_calls": 10000, "max_consecutive_errors": 15, "max_error_rate": 0.5}
    return {
        "v": 1,
        "kind": kind,
        "work_dir": str(tmp / "work"),
        "seed": 0,
        "timeout_s": 60,
        "heartbeat_s": 5,
        "threads": 4,
        "guard": guard,
        "lms": {"task": an_lm(url), "reflection": an_lm(url, model="openai/large", params={"temperature": 1.0})},
        "root": str(tmp / "root"),
        "program": "team.program:build",
        "adapter": "chat",
        "input_fields": ["thing"],
        "metric": "team.metric:score",
        "failure_score": 0.0,
        "files": [],
        "state": None,
        **own,
        **changes,
    }


def an_optimizer(name: str, **init: Any) -> dict[str, Any]:
    return {"name": name, "init": init, "compile": {}, "metric_threshold": 1.0, "feedback": True}


class Run:
    """One runner process. Events are read as they come; `wait_for` waits for one."""

    def __init__(self, tmp: Path, spec: Any, key: str | None = "a-key-for-tests", text: str | None = None) -> None:
        path = tmp / "spec.json"
        path.write_text(text if text is not None else json.dumps(spec))
        work = tmp / "work"
        work.mkdir(exist_ok=True)
        self.events: list[dict[str, Any]] = []
        self.lines: list[str] = []
        self._seen = threading.Condition()
        reader, writer = os.pipe()
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(JOBS),
            "HOME": str(tmp),
            **({"TEST_KEY": key} if key else {}),
        }
        self.stderr = (tmp / "stderr.txt").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-c", _EXEC_WITH_FD3, str(writer), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.stderr,
            cwd=work,
            env=environment,
            pass_fds=(writer,),
            start_new_session=True,
        )
        os.close(writer)
        self._thread = threading.Thread(target=self._read, args=(reader,), daemon=True)
        self._thread.start()

    def _read(self, reader: int) -> None:
        with os.fdopen(reader, encoding="utf-8") as lines:
            for line in lines:
                with self._seen:
                    self.lines.append(line)
                    self.events.append(json.loads(line))
                    self._seen.notify_all()

    def wait_for(self, kind: str, count: int = 1, timeout: float = 60) -> dict[str, Any]:
        with self._seen:
            assert self._seen.wait_for(lambda: len(self.of(kind)) >= count, timeout), self.log()
            return self.of(kind)[count - 1]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    def end(self, timeout: float = 60) -> dict[str, Any]:
        """Waits for the process to end by itself; answers its last event."""
        self.code = self.process.wait(timeout)
        self._thread.join(10)
        assert self.events, self.log()
        self.hold_against_contract()
        return self.events[-1]

    def hold_against_contract(self) -> None:
        """Every line is an event of the contract, in an unbroken sequence, and job_end is the last."""
        for event in self.events:
            EVENT.validate(event)
        assert [event["seq"] for event in self.events] == list(range(len(self.events)))
        assert [event["type"] for event in self.events].index("job_end") == len(self.events) - 1

    def log(self) -> str:
        return Path(self.stderr.name).read_text()[-4000:]

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


# The runner finds its channel on fd 3, where the host put it.
_EXEC_WITH_FD3 = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3, inheritable=True); os.set_inheritable(3, True);"
    "os.execv(sys.executable, [sys.executable, '-m', 'helix_dspy', sys.argv[2]])"
)
