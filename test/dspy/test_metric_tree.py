"""A metric of one snapshot beside a program of another: same names, and nothing of one leaks into the other."""

import sys

import pytest
from helix_dspy.metric_tree import load_metric
from helix_loader.programs import build_program, put_first
from helix_loader.refused import HelixRefused
from helix_loader.source import source_hash
from runs import METRIC, a_spec, write_team

PROGRAM = """
import dspy

from .helpers import RULE
from .kinds import Kind


class Program(dspy.Module):
    def forward(self, thing):
        return dspy.Prediction(rule=RULE, kind=Kind())


def build():
    return Program()
"""
KINDS = "class Kind:\n    pass\n"


@pytest.fixture(autouse=True)
def apart():
    """What a test imports is gone after it, and what another file's tests left is gone before it."""
    path, finders = list(sys.path), list(sys.meta_path)
    forget()
    yield
    forget()
    sys.path[:], sys.meta_path[:] = path, finders


def forget():
    for name in [name for name in sys.modules if name.partition(".")[0] in ("team", "helix_metric")]:
        del sys.modules[name]


def tree(root, metric, rule="old", kinds=KINDS, program=PROGRAM):
    write_team(root, program=program, metric=metric)
    (root / "team" / "helpers.py").write_text(f"RULE = {rule!r}\n")
    (root / "team" / "kinds.py").write_text(kinds)
    return root


def both(tmp_path, metric, **new):
    """A program of the old tree, and the metric of the new one."""
    old = tree(tmp_path / "old", "def score(example, pred):\n    return 'old metric'\n")
    put_first(old)
    program = build_program("team.program:build", old)
    new = tree(tmp_path / "new", metric, **{"rule": "new", **new})
    return program, load_metric("team.metric:score", new, "team.program:build", old)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("from .helpers import RULE", "RULE"),
        ("from team.helpers import RULE", "RULE"),
        ("from . import helpers", "helpers.RULE"),
        ("from team import helpers", "helpers.RULE"),
        ("import team.helpers", "team.helpers.RULE"),
        ("import team.helpers as h", "h.RULE"),
    ],
)
@pytest.mark.parametrize("inside", [False, True], ids=["when it is loaded", "when it is called"])
def test_the_metric_imports_from_its_own_snapshot(tmp_path, statement, name, inside):
    body = f"    {statement}\n    return {name}\n" if inside else f"    return {name}\n"
    head = "" if inside else f"{statement}\n"

    program, score = both(tmp_path, f"{head}def score(example, pred):\n{body}")

    assert (score(None, None), program(thing="x").rule) == ("new", "old")
    import team.helpers

    assert team.helpers.RULE == "old"


@pytest.mark.parametrize("statement", ["from .kinds import Kind", "from team.kinds import Kind"])
def test_a_type_that_is_the_same_in_both_is_one_type(tmp_path, statement):
    metric = f"from .helpers import RULE\n{statement}\n\n\ndef score(example, pred):\n    return isinstance(pred.kind, Kind)\n"

    program, score = both(tmp_path, metric)

    assert score(None, program(thing="x")) is True


def test_a_type_that_changed_is_refused_in_words(tmp_path):
    metric = "from .kinds import Kind\n\n\ndef score(example, pred):\n    return isinstance(pred.kind, Kind)\n"

    with pytest.raises(HelixRefused, match=r"the metric imports team\.kinds, which is not the same"):
        both(tmp_path, metric, kinds=f"{KINDS}    size = 2\n")


@pytest.mark.parametrize("call", ["import_module('team.helpers')", "import_module(f'team.{example}')"])
def test_an_import_by_a_name_made_at_run_time_is_refused_in_words(tmp_path, call):
    metric = f"from importlib import import_module\n\n\ndef score(example, pred):\n    return {call}\n"

    with pytest.raises(HelixRefused, match=r"team\.metric imports by a name that is made at run time"):
        both(tmp_path, metric)


def test_a_job_scores_an_older_program_by_the_metric_of_today(tmp_path, lm, start):
    write_team(tmp_path / "root", metric="def score(example, pred):\n    return 0.0\n")
    today = write_team(tmp_path / "today", metric=METRIC)
    run = start(a_spec(tmp_path, "evaluate", lm.url, metric_root=str(today)))

    assert run.end()["status"] == "ok"
    assert run.of("job_start")[0]["metric_source"] == source_hash("team.metric:score", today)
    assert sorted({event["score"] for event in run.of("example")}) == [0.0, 1.0]
