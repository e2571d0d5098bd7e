import os
import sys
import tempfile
from pathlib import Path

import pytest

# Both are read when DSPy and litellm are imported: no price list from the internet, no cache in anybody's home.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["DSPY_CACHEDIR"] = str(Path(tempfile.gettempdir()) / "helix-test-dspy-cache")
sys.path.insert(0, str(Path(__file__).parents[2] / "jobs" / "dspy"))

from fake_lm import FakeLm
from runs import Run, write_team


@pytest.fixture
def lm():
    server = FakeLm()
    yield server
    server.close()


@pytest.fixture
def start(tmp_path):
    """Starts the runner on a spec, in the test's own folder; kills it when the test is over."""
    if not (tmp_path / "root").exists():
        write_team(tmp_path / "root")
    started: list[Run] = []

    def begin(spec, **options) -> Run:
        started.append(Run(tmp_path, spec, **options))
        return started[-1]

    yield begin
    for run in started:
        run.stop()
