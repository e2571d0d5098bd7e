"""What registering finds out: noise, data from a callable, states of elsewhere, interpreters of a team's own."""

import importlib.metadata
import json
import sys

import dspy
import pytest
from helix_dspy import contract, schema, supported
from helix_dspy.adopt import adopt_state
from helix_dspy.data import examples_of
from helix_dspy.describe import noise_of, try_metric
from helix_dspy.look import look
from helix_dspy.metric import Metric, Verdict
from helix_dspy.rows import BadInput, Types
from helix_loader.hashes import state_hash
from helix_loader.refused import HelixRefused
from helix_loader.state import dump_state
from runs import a_row, a_spec, write_team


def tried(function, rows=("apple", "brick")):
    judge = dspy.Predict("thing -> verdict")
    return try_metric(Metric(function), [a_row(thing) for thing in rows], Types(judge), ["thing"])


def cycling(*scores):
    """A metric that gives a right answer one score after the other, and a wrong one 0."""
    rest = []

    def metric(example, pred):
        if pred.get("verdict") != example.verdict:
            return 0.0
        rest[:] = rest or list(scores)
        return rest.pop()

    return metric


def test_a_metric_that_does_not_repeat_itself_is_marked_and_its_noise_measured():
    told = tried(cycling(1.0, 0.96, 1.0))

    assert told["deterministic"] is False
    assert told["problems"] == []
    assert told["noise"] == pytest.approx(0.0163, abs=0.003)


def test_a_metric_that_repeats_itself_has_no_noise():
    assert {key: tried(cycling(1.0))[key] for key in ("deterministic", "noise")} == {"deterministic": True, "noise": 0.0}


def test_chance_is_no_noise_that_a_label_may_fall_short_by():
    assert "about 1 is expected" in tried(cycling(0.1, 0.9, 0.4))["problems"][0]


def test_noise_is_pooled_within_answers_not_across_them():
    assert noise_of([[Verdict(0.0), Verdict(0.0)], [Verdict(1.0), Verdict(1.0)]]) == 0.0
    assert noise_of([[Verdict(0.4), Verdict(0.6)], [None, Verdict(1.0)]]) == pytest.approx(0.1414, abs=1e-4)


DATA = """
import dspy


def rows():
    for thing, verdict in [("apple", "edible"), ("brick", "inedible")]:
        yield dspy.Example(thing=thing, verdict=verdict, note="n").with_inputs("thing")


def nothing_of_use():
    return [{"thing": "apple"}]


def without_input():
    return [dspy.Example(verdict="edible")]


def breaks():
    yield dspy.Example(thing="apple", verdict="edible")
    raise ValueError("the disk is gone")
"""


@pytest.fixture
def team(tmp_path, monkeypatch):
    root = write_team(tmp_path / "root")
    (root / "team" / "data.py").write_text(DATA)
    monkeypatch.setattr(sys, "path", [str(root), *sys.path])
    for name in [name for name in sys.modules if name.partition(".")[0] == "team"]:
        monkeypatch.delitem(sys.modules, name)
    yield root
    for name in [name for name in sys.modules if name.partition(".")[0] == "team"]:
        del sys.modules[name]


def test_the_examples_of_a_callable_become_rows_and_try_the_metric(tmp_path, lm, start, team):
    run = start(a_spec(tmp_path, "describe", lm.url, rows=None, data="team.data:rows"))

    assert run.end()["status"] == "ok"
    assert [(event["inputs"], event["label"]) for event in run.of("row")] == [
        ({"thing": "apple"}, {"verdict": "edible", "note": "n"}),
        ({"thing": "brick"}, {"verdict": "inedible", "note": "n"}),
    ]
    assert run.of("described")[0]["metric"]["gold_scores"] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing_of_use", "example 1 of team.data:nothing_of_use is dict, not a dspy.Example"),
        ("without_input", "example 1 of team.data:without_input has no thing, which helix.yaml names under `inputs`"),
        ("breaks", "team.data:breaks raised ValueError at example 2: the disk is gone"),
    ],
)
def test_a_callable_that_gives_something_else_is_said_in_words(team, name, words):
    with pytest.raises(BadInput) as failed:
        list(examples_of(f"team.data:{name}", team, ["thing"]))

    assert str(failed.value) == words


def a_program(signature="thing -> verdict", demos=()):
    class Program(dspy.Module):
        def __init__(self):
            super().__init__()
            self.judge = dspy.Predict(signature)

        def forward(self, **inputs):
            return self.judge(**inputs)

    program = Program()
    program.judge.demos = [dspy.Example(**demo) for demo in demos]
    return program


def test_a_state_that_dspy_saved_is_taken_over_whole(tmp_path):
    theirs = a_program(demos=[{"thing": "apple", "verdict": "edible"}])
    theirs.judge.signature = theirs.judge.signature.with_instructions("Say it.")
    theirs.save(str(tmp_path / "state.json"))
    ours = a_program()

    adopt_state(ours, json.loads((tmp_path / "state.json").read_text()))

    assert state_hash(ours) == state_hash(theirs) != state_hash(a_program())


def test_a_state_of_helix_is_taken_over_too():
    theirs, ours = a_program(demos=[{"thing": "apple", "verdict": "edible"}]), a_program()

    adopt_state(ours, dump_state(theirs))

    assert state_hash(ours) == state_hash(theirs)


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        ("thing, place -> verdict", "the fields of judge are Thing, Verdict there and Thing, Place, Verdict here"),
        ("object -> verdict", "the fields of judge are Thing, Verdict there and Object, Verdict here"),
    ],
)
def test_a_state_of_other_fields_is_refused_with_both_lists(tmp_path, signature, words):
    a_program().save(str(tmp_path / "state.json"))

    with pytest.raises(HelixRefused, match=words):
        adopt_state(a_program(signature), json.loads((tmp_path / "state.json").read_text()))


def test_a_state_of_other_predictors_is_refused_by_their_names():
    state = {"rate": {"signature": {"fields": []}, "demos": []}, "metadata": {}}

    with pytest.raises(HelixRefused, match="it has a predictor rate which the program has not; it has no predictor judge"):
        adopt_state(a_program(), state)


@pytest.mark.parametrize(
    ("version", "is_fine"),
    [("3.3.0", True), ("3.3.1", True), ("3.2.9", False), ("3.30.0", False), ("3.4.0", False), ("2.6.27", False)],
)
def test_only_the_supported_dspy_is_run(monkeypatch, version, is_fine):
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version)

    said = supported.why_unsupported()

    assert (said is None) is is_fine
    if said:
        assert f"has dspy {version}; Helix works with dspy >=3.3,<3.4: install it there" in said


def test_an_interpreter_without_dspy_is_told_what_to_install(monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)

    assert "has no dspy" in supported.why_unsupported()


COUNTS = {"done": 1, "total": None, "best": 0.5, "proposals": 0, "accepted": 0}
EVENT = {"v": 1, "seq": 0, "ts": 1.5, "type": "progress", **COUNTS}


@pytest.mark.parametrize(
    "changes",
    [{}, {"note": 7}, {"done": "1"}, {"done": 1.5}, {"total": 3}, {"best": True}, {"seq": -1}, {"extra": 1}, {"v": 2}],
)
def test_the_contract_holds_alike_with_and_without_jsonschema(changes):
    event = {**EVENT, "note": "", **changes}
    own = next(
        item for item in contract._SCHEMAS["RunnerEvent"]["oneOf"] if item["properties"]["type"]["const"] == "progress"
    )

    with_it = not list(contract._EVENTS["progress"].iter_errors(event))

    assert (schema.first_error(own, event) is None) is with_it


def test_looking_at_a_folder_finds_what_a_helix_yaml_names(team):
    broken = 'import dspy\n\nlm = dspy.LM("openai/gpt-4o-mini")\nraise RuntimeError("no key")\n'
    (team / "team" / "judge.py").write_text(broken)
    (team / "team" / "ready.py").write_text("from team.program import build\n\nprogram = build()\n")

    found = look(team, ["team", "team.program", "team.metric", "team.data", "team.judge", "team.ready"])

    assert [(each["entry"], each["inputs"], each["outputs"]) for each in found["programs"]] == [
        ("team.program:build", ["thing"], ["verdict"]),
        ("team.program:Program", ["thing"], ["verdict"]),
    ]
    assert [each["entry"] for each in found["metrics"]] == ["team.metric:score"]
    assert found["data"] == ["team.data:rows"]
    assert found["instances"] == ["team.ready:program"]
    assert found["failed"] == ["team.judge: team/judge.py:4 raised RuntimeError: no key"]


