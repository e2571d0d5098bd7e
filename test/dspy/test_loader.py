"""What production imports: loads exactly what was approved, sends exactly the prompt that was evaluated, or refuses."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from helix_loader.deployed import filled
from helix_loader.lock import artifact_digest, lock_problem
from helix_loader.refused import HelixRefused
from runs import JOBS, a_row, a_spec, write_rows, write_team

ZERO = "0" * 64


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    """An evaluation of the base program: its events are what an artifact is made of."""
    from fake_lm import FakeLm
    from runs import Run

    tmp, lm = tmp_path_factory.mktemp("evaluated"), FakeLm()
    write_team(tmp / "root")
    rows = write_rows(tmp / "golden.jsonl", [a_row("apple"), a_row("brick")])
    described = Run(tmp, a_spec(tmp, "describe", lm.url))
    described.end()
    run = Run(tmp, a_spec(tmp, "evaluate", lm.url, rows=rows))
    run.end()
    lm.close()
    return {"start": run.of("job_start")[0], "described": described.of("described")[0], "examples": run.of("example")}


@pytest.fixture
def artifact(tmp_path, evaluated):
    """A deployed artifact, under `<deploy>/judge/current`, and the team's source."""
    write_team(tmp_path / "root")
    directory = tmp_path / "deploy" / "judge" / "a1"
    directory.mkdir(parents=True)
    golden = [
        {"inputs": a_row(e["id"].removeprefix("row-"))["inputs"], "calls": e["calls"], "prediction": e["prediction"]}
        for e in evaluated["examples"]
    ]
    (directory / "program.json").write_text(json.dumps(evaluated["described"]["state"]))
    (directory / "golden.json").write_text(json.dumps(golden))
    (directory.parent / "current").symlink_to("a1")
    write_lock(directory, a_lock(evaluated))
    return directory


def a_lock(evaluated, **changes):
    gate = {"id": "g1", "revision": 1, "evidence": ZERO, "approved_by": ["U01"], "approved_at": "2026-01-01T00:00:00Z"}
    lm = {
        "model": "openai/small",
        "endpoint": "${LM_URL}",
        "api_key_env": "TEST_KEY",
        "params": {"temperature": 0.0},
        "timeout_s": 10,
    }
    return {
        "v": 1,
        "program": "judge",
        "deployment": 3,
        "digest": ZERO,
        "entry": "team.program:build",
        "files": [],
        "program_source": evaluated["start"]["program_source"],
        "state_hash": evaluated["described"]["state_hash"],
        "prompt_hash": evaluated["described"]["prompt_hash"],
        "adapter": "chat",
        "dspy": "3.3.1",
        "eval_contract": 1,
        "lm": lm,
        "release": ZERO,
        "candidate": "c1",
        "run": None,
        "gate": gate,
        "dataset": {"version": 1, "hash": ZERO},
        "metric_source": ZERO,
        **changes,
    }


def write_lock(directory, lock):
    (directory / "helix.lock.json").write_text(json.dumps({**lock, "digest": artifact_digest(directory, lock)}))


def relock(directory, **changes):
    write_lock(directory, {**json.loads((directory / "helix.lock.json").read_text()), **changes})


def loader(tmp_path, lm, verb, *arguments):
    """`python -m helix_loader` in a clean process; answers its exit code and its one line."""
    done = subprocess.run(**command(tmp_path, lm, verb, *arguments), capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert len(lines) == 1, done.stderr
    return done.returncode, json.loads(lines[0])


def command(tmp_path, lm, verb, *arguments):
    """How the loader is started."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(JOBS),
        "HOME": str(tmp_path),
        "LM_URL": lm.url,
        "TEST_KEY": "a-key-for-tests",
        "DSPY_CACHEDIR": str(tmp_path / "cache"),
    }
    words = [
        sys.executable,
        "-m",
        "helix_loader",
        verb,
        "--directory",
        str(tmp_path / "deploy"),
        "--name",
        "judge",
        "--root",
        str(tmp_path / "root"),
        *arguments,
    ]
    return {"args": words, "env": environment}


def test_production_sends_byte_for_byte_the_prompt_that_was_evaluated(tmp_path, lm, artifact, evaluated):
    code, told = loader(tmp_path, lm, "run", "--input", '{"thing": "apple"}')

    assert code == 0
    apple = next(event for event in evaluated["examples"] if event["id"] == "row-apple")
    assert told == {
        "digest": json.loads((artifact / "helix.lock.json").read_text())["digest"],
        "prompts": [call["prompt"] for call in apple["calls"]],
        "prediction": apple["prediction"],
    }
    assert len(lm.requests) == 1 and lm.headers[0]["authorization"] == "Bearer a-key-for-tests"


def test_the_canary_replays_the_golden_examples_and_makes_one_live_call(tmp_path, lm, artifact):
    code, told = loader(tmp_path, lm, "check", "--artifact", str(artifact), "--live")

    assert (code, told["ok"]) == (0, True)
    assert [item["name"] for item in told["checks"]] == ["load", "golden:1", "golden:2", "live"]
    assert [set(each) for each in told["usage"]] == [{"input", "output"}]
    assert all(isinstance(tokens, int) for each in told["usage"] for tokens in each.values())
    assert len(lm.requests) == 1


def test_the_canary_leaves_with_whoever_started_it(tmp_path, lm, artifact):
    lm.gate.clear()
    started = command(tmp_path, lm, "check", "--artifact", str(artifact), "--live", "--with-parent")
    with subprocess.Popen(**started, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        lm.wait_for(1)

        run.stdin.close()

        assert run.wait(5) == 137


def test_the_canary_says_what_is_wrong(tmp_path, lm, artifact):
    golden = json.loads((artifact / "golden.json").read_text())
    golden[0]["calls"][0]["prompt"] = ZERO
    golden[1]["prediction"] = {"verdict": "edible"}
    (artifact / "golden.json").write_text(json.dumps(golden))
    relock(artifact)
    lm.fault = lambda body, number: (401, {}, {"error": {"message": "who are you?"}})

    code, told = loader(tmp_path, lm, "check", "--live")

    assert (code, told["ok"]) == (1, False)
    details = {item["name"]: item["detail"] for item in told["checks"] if not item["ok"]}
    assert details["golden:1"] == "a prompt differs from the one that was evaluated"
    assert details["golden:2"] == "the prediction differs from the recorded one"
    assert "who are you?" in details["live"]


def edit(path, text):
    Path(path).write_text(text)


REFUSALS = {
    "the team's source changed": (
        lambda root, at: (root / "team" / "program.py").open("a").write("# an edit\n"),
        "the source of judge is not the one that was evaluated",
    ),
    "the state file changed": (
        lambda root, at: edit(at / "program.json", (at / "program.json").read_text().replace("edible.", "edible!")),
        "not the one that was approved: its digest differs",
    ),
    "the golden examples changed": (
        lambda root, at: edit(at / "golden.json", "[]"),
        "not the one that was approved: its digest differs",
    ),
    "the lock changed": (
        lambda root, at: edit(
            at / "helix.lock.json", (at / "helix.lock.json").read_text().replace('"deployment": 3', '"deployment": 4')
        ),
        "its digest differs",
    ),
    "another state was locked": (
        lambda root, at: relock(at, state_hash=ZERO),
        "the loaded program's state is not the one that was approved",
    ),
    "other prompts were locked": (
        lambda root, at: relock(at, prompt_hash=ZERO),
        "would send other prompts here than were evaluated",
    ),
    "another adapter was locked": (
        lambda root, at: relock(at, adapter="json"),
        "would send other prompts here than were evaluated",
    ),
    "a file is missing": (lambda root, at: (at / "program.json").unlink(), "there is no program.json in"),
    "the lock lacks a field": (
        lambda root, at: relock(at, gate={}),
        "cannot be used: gate of the lock lacks approved_at",
    ),
    "the program cannot be imported": (
        lambda root, at: relock(at, entry="team.gone:build"),
        "there is no module team.gone under the program's root",
    ),
    "the key is not there": (
        lambda root, at: relock(
            at, lm={**json.loads((at / "helix.lock.json").read_text())["lm"], "api_key_env": "NOT_SET"}
        ),
        "the environment variable NOT_SET, which should hold the key for openai/small, is not set",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_not_exactly_what_was_approved_is_refused(tmp_path, artifact, monkeypatch, case):
    from helix_loader import deployed

    change, words = REFUSALS[case]
    change(tmp_path / "root", artifact)
    forget_team(monkeypatch)

    with pytest.raises(HelixRefused, match=words):
        deployed("judge", directory=tmp_path / "deploy", root=tmp_path / "root")


def forget_team(monkeypatch):
    """As a fresh process: no module of the team is imported, and its path is not searched."""
    monkeypatch.setenv("TEST_KEY", "a-key-for-tests")
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name in [name for name in sys.modules if name.split(".")[0] == "team"]:
        monkeypatch.delitem(sys.modules, name)


def test_a_deployed_program_answers_from_any_thread_and_leaves_global_settings_alone(
    tmp_path, lm, artifact, monkeypatch
):
    import dspy
    from helix_loader import deployed

    forget_team(monkeypatch)
    monkeypatch.setenv("LM_URL", lm.url)
    judge = deployed("judge", directory=str(tmp_path / "deploy"), root=str(tmp_path / "root"))
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(judge(thing="brick").verdict)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["inedible"] * 3 and len(lm.requests) == 3
    assert dspy.settings.lm is None
    assert judge.metadata() == {
        "helix.program": "judge",
        "helix.artifact": judge.digest,
        "helix.deployment": "3",
        "helix.release": ZERO,
        "helix.state": judge.lock["state_hash"],
    }
    assert judge.digest == judge.lock["digest"]


def test_a_module_imported_from_elsewhere_is_refused(tmp_path, artifact, monkeypatch):
    from helix_loader import deployed

    forget_team(monkeypatch)
    other = write_team(tmp_path / "other")
    monkeypatch.syspath_prepend(str(other))
    __import__("team.program")

    with pytest.raises(HelixRefused, match=r"team\.program was imported from"):
        deployed("judge", directory=tmp_path / "deploy", root=tmp_path / "root")


def test_without_a_root_the_source_is_found_as_python_finds_it(tmp_path, artifact, monkeypatch):
    from helix_loader import deployed

    forget_team(monkeypatch)
    monkeypatch.setenv("LM_URL", "http://127.0.0.1:1/v1")
    monkeypatch.syspath_prepend(str(tmp_path / "root"))

    assert deployed("judge", directory=tmp_path / "deploy").lock["program"] == "judge"


def test_importing_the_loader_needs_the_standard_library_only():
    script = "import sys; sys.path.insert(0, sys.argv[1]); import helix_loader; "
    script += "print([name for name in ('dspy', 'pydantic', 'jsonschema', 'litellm') if name in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(JOBS)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_the_lock_that_is_checked_by_hand_is_the_lock_of_the_contract(evaluated):
    contract = json.loads((JOBS / "helix_dspy" / "contract.json").read_text())["Lock"]
    lock = a_lock(evaluated)

    def names(schema):
        return {
            name: names(part) if part.get("additionalProperties") is False else None
            for name, part in schema["properties"].items()
        }

    from helix_loader import lock as module

    assert names(contract) == {
        name: dict.fromkeys(check) if isinstance(check, dict) else None for name, check in module._LOCK.items()
    }
    assert lock_problem(lock) is None
    for name in lock:
        assert lock_problem({key: value for key, value in lock.items() if key != name}) == f"the lock lacks {name}"
        assert lock_problem({**lock, name: object()}) is not None
    assert lock_problem({**lock, "more": 1}) == "the lock has an unknown field more"


def test_an_endpoint_is_filled_in_from_the_environment():
    assert filled("http://${HOST}:${PORT}/v1", {"HOST": "h", "PORT": "1"}) == "http://h:1/v1"
    with pytest.raises(HelixRefused, match="the environment variable PORT"):
        filled("http://${HOST}:${PORT}/v1", {"HOST": "h"})
