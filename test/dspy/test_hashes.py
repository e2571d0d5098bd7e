"""Hashes change with what they name, and with nothing else."""

import subprocess
import sys
from pathlib import Path

import dspy
import pytest
from helix_loader.hashes import predictors, prompt_hash, state_hash
from helix_loader.programs import build_adapter
from helix_loader.refused import HelixRefused
from helix_loader.source import closure, source_hash
from helix_loader.state import dump_state, load_state, secrets_in, unsaved_predictors
from runs import JOBS

FILES = {
    "pkg/__init__.py": "",
    "pkg/program.py": "from . import rules\nfrom .deep.words import WORDS\ndef build():\n    import late\n",
    "pkg/rules.py": "import dspy\nRULES = 1\n",
    "pkg/deep/__init__.py": "",
    "pkg/deep/words.py": "import importlib\nother = importlib.import_module('named')\nWORDS = []\n",
    "pkg/metric.py": "def score(example, pred):\n    return 1\n",
    "pkg/unused.py": "",
    "late.py": "",
    "named.py": "",
    "prompts/one.txt": "be brief",
    "data.jsonl": "{}",
}


@pytest.fixture
def root(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def source(root):
    return source_hash("pkg.program:build", root, ["prompts"])


def test_the_closure_is_what_the_program_imports_from_its_root(root):
    names = [path.relative_to(root).as_posix() for path in closure("pkg.program", root)]

    assert names == [
        "late.py",
        "named.py",
        "pkg/__init__.py",
        "pkg/deep/__init__.py",
        "pkg/deep/words.py",
        "pkg/program.py",
        "pkg/rules.py",
    ]


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (name, True)
        for name in (
            "pkg/program.py",
            "pkg/rules.py",
            "pkg/deep/words.py",
            "pkg/deep/__init__.py",
            "late.py",
            "named.py",
            "prompts/one.txt",
            "prompts/two.txt",
        )
    ]
    + [(name, False) for name in ("pkg/metric.py", "pkg/unused.py", "data.jsonl", "README.md")],
)
def test_the_program_source_changes_with_its_modules_and_declared_files_alone(root, name, changes):
    before = source(root)

    (root / name).write_text("# another line\n")

    assert (source(root) != before) == changes


def test_installed_neighbours_are_no_part_of_the_source(root):
    installed = root / "site-packages"
    installed.mkdir()
    (root / "pkg").rename(installed / "pkg")
    (root / "late.py").rename(installed / "late.py")

    names = {path.relative_to(installed).parts[0] for path in closure("pkg.program", installed)}

    assert names == {"pkg"}


def test_the_metric_source_changes_with_the_metric_alone(root):
    before = source_hash("pkg.metric:score", root)

    (root / "pkg/program.py").write_text("")
    assert source_hash("pkg.metric:score", root) == before
    (root / "pkg/metric.py").write_text("def score(example, pred):\n    return 0\n")

    assert source_hash("pkg.metric:score", root) != before


def test_the_place_of_a_root_is_no_part_of_its_source(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere") / "root"
    root.rename(other)

    assert source(other) == source_hash("pkg.program:build", other, ["prompts/"])


@pytest.mark.parametrize(
    ("files", "words"),
    [(["missing"], "does not exist under the program's root"), (["../secrets"], "lies outside the program's root")],
)
def test_a_declared_file_has_to_be_there(root, files, words):
    with pytest.raises(HelixRefused, match=words):
        source_hash("pkg.program:build", root, files)


class Answer(dspy.Signature):
    """Answer the question."""

    question: str = dspy.InputField()
    tags: list[str] = dspy.OutputField(desc="words")


class Program(dspy.Module):
    def __init__(self, signature=Answer, **config):
        super().__init__()
        self.answer = dspy.ChainOfThought(signature, **config)

    def forward(self, **inputs):
        return self.answer(**inputs)


def with_demos(*demos):
    program = Program()
    program.answer.predict.demos = list(demos)
    return program


A_DEMO = {"question": "why?", "tags": ["because"], "reasoning": "so"}


@pytest.mark.parametrize(
    "other",
    [
        Program(Answer.with_instructions("Answer it.")),
        Program(temperature=0.5),
        Program(Answer.with_updated_fields("tags", desc="other words")),
        Program(Answer.with_updated_fields("tags", type_=list[int])),
        Program(Answer.append("more", dspy.OutputField(), str)),
        with_demos(dspy.Example(**A_DEMO)),
        with_demos(dspy.Example(**A_DEMO, augmented=True)),
        with_demos(dspy.Example(**{**A_DEMO, "tags": ["other"]})),
    ],
    ids=[
        "instructions",
        "configuration",
        "description",
        "type",
        "fields",
        "a demo",
        "an augmented demo",
        "another demo",
    ],
)
def test_the_state_hash_changes_with_what_makes_the_program(other):
    assert state_hash(other) != state_hash(Program())


def test_the_state_hash_ignores_traces_row_ids_and_language_models():
    bare, dressed = (
        with_demos(dspy.Example(**A_DEMO)),
        with_demos(dspy.Example(**A_DEMO, dspy_helix_id="row-1", note="x")),
    )
    dressed.answer.predict.traces = [{"x": 1}]
    dressed.set_lm(dspy.LM("openai/any"))

    assert state_hash(dressed) == state_hash(bare)
    assert all(value["lm"] is None for name, value in dump_state(dressed).items() if name != "helix")


def test_a_state_goes_through_json_into_an_equal_program():
    program = with_demos(dspy.Example(**A_DEMO, augmented=True))
    loaded = Program()

    assert load_state(loaded, dump_state(program)) == state_hash(program)
    adapter = build_adapter("chat")
    assert prompt_hash(loaded, adapter) == prompt_hash(program, adapter) != prompt_hash(Program(), adapter)
    assert prompt_hash(loaded, adapter) != prompt_hash(loaded, build_adapter("json"))


def test_a_program_that_is_one_bare_predictor_has_a_state_too():
    program, loaded = dspy.Predict(Answer), dspy.Predict(Answer)
    program.demos = [dspy.Example(**A_DEMO)]

    assert load_state(loaded, dump_state(program)) == state_hash(program) != state_hash(dspy.Predict(Answer))


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (Program(Answer.append("more", dspy.OutputField(), str)), "the fields of answer.predict were question: str"),
        (
            Program(Answer.with_updated_fields("tags", type_=list[int])),
            r"now they are question: str \(input\), reasoning: str \(output\), tags: list\[int\]",
        ),
        (dspy.Predict(Answer), "it was written for the predictors answer.predict, the program has self"),
    ],
    ids=["another field", "another type", "other predictors"],
)
def test_a_state_is_not_loaded_into_a_program_of_another_shape(other, words):
    with pytest.raises(HelixRefused, match=words):
        load_state(other, dump_state(Program()))


def test_a_plain_dspy_state_is_refused_because_it_cannot_be_checked():
    with pytest.raises(HelixRefused, match="cannot be checked"):
        load_state(Program(), Program().dump_state())


def test_compiled_parts_are_named_because_their_state_would_be_lost():
    program = Program()
    program.answer._compiled = True

    assert unsaved_predictors(program) == ["answer.predict"] == list(predictors(program))
    assert unsaved_predictors(Program()) == []


@pytest.mark.parametrize(
    ("state", "known", "paths"),
    [
        ({"a": {"instructions": "Be kind to skiers."}}, (), []),
        ({"a": {"instructions": "use sk-abcdefghijklmnopqrstuvwx"}}, (), ["/a/instructions"]),
        ({"a": {"demos": [{"q": "hunter22"}]}}, ("hunter22",), ["/a/demos/0/q"]),
        ({"a": {"config": {"api_key": "x"}}}, (), ["/a/config/api_key"]),
        ({"a": {"text": "-----BEGIN RSA PRIVATE KEY-----"}}, (), ["/a/text"]),
    ],
)
def test_secrets_in_a_state_are_found(state, known, paths):
    assert secrets_in(state, known) == paths


def test_hashes_are_the_same_in_every_process(root):
    script = (
        "import sys; sys.path[:0] = [sys.argv[1], sys.argv[2]]\n"
        "from pathlib import Path\nimport test_hashes as t\nfrom helix_loader.hashes import *\n"
        "from helix_loader.programs import build_adapter\np = t.with_demos(t.dspy.Example(**t.A_DEMO))\n"
        "print(t.source(Path(sys.argv[3])), state_hash(p), prompt_hash(p, build_adapter('chat')))"
    )
    program = with_demos(dspy.Example(**A_DEMO))
    here = f"{source(root)} {state_hash(program)} {prompt_hash(program, build_adapter('chat'))}"

    there = subprocess.run(
        [sys.executable, "-c", script, str(JOBS), str(Path(__file__).parent), str(root)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert there.stdout.split() == here.split()
